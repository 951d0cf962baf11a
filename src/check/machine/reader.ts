/** What the checks of the machine are asked, and how they read the machine: by an interface that a test replaces. */
import { stat, statfs } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { readTextFile, type ReadText } from "../../clients/system/memory";
import type { Config } from "../../config";
import type { Environment } from "../../config/environment";
import type { Folders } from "../options";

export interface Space {
  /** Two folders with the same are on one file system. */
  readonly device: number;
  readonly freeMiB: number;
}

/** What the checks read of the machine, so that a test can give another one. */
export interface MachineReader {
  readonly nodeVersion: string;
  /** Of the file system that a folder is on, or will be. */
  readonly space: (folder: string) => Promise<Space | undefined>;
  readonly text: ReadText;
}

export interface MachineQuestion {
  readonly config: Config;
  /** The day of the check, YYYY-MM-DD. */
  readonly on: string;
  readonly env: Environment;
  readonly home: string;
  readonly folders: Folders;
  readonly signal?: AbortSignal;
}

export const thisMachine: MachineReader = {
  nodeVersion: process.version,
  space: spaceOf,
  text: readTextFile,
};

async function spaceOf(folder: string): Promise<Space | undefined> {
  const path = resolve(folder);
  try {
    const [{ dev: device }, { bavail, bsize }] = await Promise.all([stat(path), statfs(path)]);
    return { device, freeMiB: (bavail * bsize) / 2 ** 20 };
  } catch {
    // Not made yet: then what it will be made in. The root is always there.
    return dirname(path) === path ? undefined : spaceOf(dirname(path));
  }
}
