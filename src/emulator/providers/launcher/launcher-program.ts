/**
 * Bundles the launcher into one file that Node runs. The released file has no sources, so it contains the bundled text.
 */
import { join } from "node:path";
import { buildSync } from "esbuild";
import { oldest } from "../../../clients/system/required-programs";

/** @throws when esbuild builds nothing */
export function launcherProgram(): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(import.meta.dirname, "launcher.ts")],
    bundle: true,
    platform: "node",
    target: `node${oldest.node.version}`,
    write: false,
    logLevel: "silent",
  });
  const [built] = outputFiles;
  if (built === undefined) throw new Error("the launcher was not built");
  return `#!/usr/bin/env node\n${built.text}`;
}
