/** Whether the folders that a run writes to have room for what it will write. */
import { existsSync, statfsSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * A state of a thousand resources is some megabytes; Terraform writes it again at each change and keeps one copy.
 * Journal, log and plan need space too.
 */
const neededBytes = 16 * 1024 * 1024;

/** Less than a line of a log may need. */
const fullBytes = 64 * 1024;

interface Shortage {
  readonly folder: string;
  readonly freeBytes: number;
}

/** Folders with less room than a run needs; one that is not there yet counts as the one that it will be made in. */
export function shortages(folders: readonly string[]): Shortage[] {
  const existing = [...new Set(folders.map(nearest))];
  return existing.flatMap((folder) => {
    const { bavail, bsize } = statfsSync(folder);
    const freeBytes = bavail * bsize;
    return freeBytes < neededBytes ? [{ folder, freeBytes }] : [];
  });
}

/** What a program says that wrote to a folder until there was no room; undefined while there is some. */
export function fullDisk(folder: string): string | undefined {
  const { bavail, bsize } = statfsSync(nearest(folder));
  return bavail * bsize < fullBytes ? `no space left on device: ${folder}` : undefined;
}

function nearest(folder: string): string {
  return existsSync(folder) && statSync(folder).isDirectory() ? folder : nearest(dirname(folder));
}
