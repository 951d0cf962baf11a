/** Checks whether the folders that a run writes to have enough free space. */
import { existsSync, statfsSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * A state of a thousand resources takes some megabytes. Terraform rewrites it at each change and keeps one copy. The
 * journal, the log and the plan need space too.
 */
const neededBytes = 16 * 1024 * 1024;

/** A disk with less free space counts as full: a line of a log may need this much. */
const fullBytes = 64 * 1024;

interface Shortage {
  readonly folder: string;
  readonly freeBytes: number;
}

/** The folders with less space than a run needs. For a folder that does not exist, its nearest parent is checked. */
export function shortages(folders: readonly string[]): Shortage[] {
  const existing = [...new Set(folders.map(nearest))];
  return existing.flatMap((folder) => {
    const { bavail, bsize } = statfsSync(folder);
    const freeBytes = bavail * bsize;
    return freeBytes < neededBytes ? [{ folder, freeBytes }] : [];
  });
}

/** The system's message for a full disk, if the disk of this folder is full; undefined otherwise. */
export function fullDisk(folder: string): string | undefined {
  const { bavail, bsize } = statfsSync(nearest(folder));
  return bavail * bsize < fullBytes ? `no space left on device: ${folder}` : undefined;
}

function nearest(folder: string): string {
  return existsSync(folder) && statSync(folder).isDirectory() ? folder : nearest(dirname(folder));
}
