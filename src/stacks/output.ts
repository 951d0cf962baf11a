/**
 * Writes a synthesis into its folder, each file completely or not at all. Files that cdktf and Terraform keep next to the
 * JSON (`.terraform`, lock files) stay. The JSON of stacks that the layout no longer has is removed, so that nobody applies
 * it by mistake.
 */
import { mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { singleStack, stages } from "../config/stages";
import { makeFolder } from "../clients/system/make-folder";

const file = "cdk.tf.json";

/** @param write creates the files in the given folder, and returns the names of the stacks */
export function writeOutput<T extends readonly string[]>(outdir: string, write: (folder: string) => T): T {
  const target = resolve(outdir);
  makeFolder(target);
  const partial = mkdtempSync(join(target, ".partial-"));
  try {
    const stacks = write(partial);
    for (const entry of readdirSync(partial, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const source = join(entry.parentPath, entry.name);
      const destination = join(target, relative(partial, source));
      makeFolder(dirname(destination));
      renameSync(source, destination);
    }
    removeOtherStacks(target, stacks);
    return stacks;
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

function removeOtherStacks(target: string, stacks: readonly string[]): void {
  for (const name of [...stages, singleStack].filter((stack) => !stacks.includes(stack))) {
    rmSync(join(target, "stacks", name, file), { force: true });
  }
}
