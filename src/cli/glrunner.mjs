#!/usr/bin/env node
// `npx glrunner` in a checkout runs the command line from its sources. A release has one bundled file instead.
import { register as registerCommonJs } from "tsx/cjs/api";
import { register as registerModules } from "tsx/esm/api";

registerCommonJs();
registerModules();
await import("./main.ts");
