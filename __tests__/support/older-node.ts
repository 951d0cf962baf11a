/** Finds the older versions of Node that `.ci/run` installs. On any Linux, `npm ci` in `.ci/older-nodes` installs them too. */
import { existsSync } from "node:fs";
import { join } from "node:path";

/** Returns the absolute path of a version's program, or undefined if the version is not installed. */
export function olderNode(major: number): string | undefined {
  const modules = join(process.cwd(), ".ci/older-nodes/node_modules");
  const program = join(modules, `node-${major}-${process.arch}`, "bin/node");
  return existsSync(program) ? program : undefined;
}
