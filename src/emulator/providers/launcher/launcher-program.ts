/**
 * The launcher as one file that Node runs. It is built on demand; a released file has no sources, so it
 * contains the text instead.
 */
import { join } from "node:path";
import { buildSync } from "esbuild";
import { oldest } from "../../../clients/system/required-programs";

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
