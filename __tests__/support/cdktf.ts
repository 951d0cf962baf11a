/** Makes cdktf cheaper and quieter in unit tests, without a change in what it synthesizes. */
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** Replaces a function of a CommonJS module. Fails if the module no longer has it. */
function replace(module: string, name: string, replacement: (value: unknown) => unknown): void {
  const exported: unknown = require(module);
  if (typeof exported !== "object" || exported === null || !(name in exported))
    throw new Error(`${module} no longer exports ${name}`);
  Object.assign(exported, { [name]: replacement });
}

// cdktf records a stack trace for each reference. Vite translates each one back to TypeScript, which took a fifth of the
// CPU of the unit tests. No test reads them.
replace("cdktf/lib/tokens/private/stack-trace", "captureStackTrace", () => []);
// cdktf calls this function, and Node 22 and newer print a deprecation warning for it.
replace("node:util", "isArray", (value) => Array.isArray(value));
