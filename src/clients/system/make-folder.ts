/**
 * Creates a folder with its parents. Node's `mkdir` with `recursive` never returns under /proc: it goes back to the
 * parent for every ENOENT, although the parent exists (`MKDirpSync` in node/src/node_file.cc; nodejs/node issue 36490
 * is the same loop on Windows). This function tries each folder once.
 */
import { mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

/**
 * @param mode permissions of each new folder. @default 0o777, less the process's umask
 * @throws the system's error, such as EACCES; EEXIST if a file has the name
 */
export function makeFolder(path: string, mode = 0o777): void {
  const missing: string[] = [];
  let folder = resolve(path);
  while (!isFolder(folder) && dirname(folder) !== folder) {
    missing.push(folder);
    folder = dirname(folder);
  }
  for (const parent of missing.reverse()) makeSingleFolder(parent, mode);
}

function makeSingleFolder(folder: string, mode: number): void {
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    // Another process may have created it in between.
    const exists = error instanceof Error && "code" in error && error.code === "EEXIST";
    if (!exists || !isFolder(folder)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
