/**
 * Writes a synthesis into its folder, file by file, each completely or not at all. It keeps what cdktf and Terraform store
 * next to the JSON (`.terraform`, lock files), and removes the JSON of stacks that the layout no longer has, so that
 * nobody applies it by mistake.
 */
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { singleStack, stages, type StackName } from "../config/stages";
import { makeFolder } from "../clients/system/make-folder";

const file = "cdk.tf.json";

/** @param write makes the files in the folder it is given, and returns the names of its stacks */
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
    removeOthers(target, stacks);
    return stacks;
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

function removeOthers(target: string, stacks: readonly string[]): void {
  const ours: readonly StackName[] = [...stages, singleStack];
  for (const name of ours.filter((stack) => !stacks.includes(stack))) {
    const stale = join(target, "stacks", name, file);
    if (existsSync(stale)) rmSync(stale);
  }
}
