/** The older versions of Node that `.ci/run` installs; `npm ci` in `.ci/older-nodes` brings them on any Linux. */
import { existsSync } from "node:fs";
import { join } from "node:path";

/** @returns its program, absolute; undefined where it is not installed */
export function olderNode(major: number): string | undefined {
  const modules = join(process.cwd(), ".ci/older-nodes/node_modules");
  const program = join(modules, `node-${major}-${process.arch}`, "bin/node");
  return existsSync(program) ? program : undefined;
}
