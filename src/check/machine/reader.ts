/** The input of the checks of the machine, and the interface through which they read it. A test replaces the interface. */
import { stat, statfs } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { runCommand, type RunCommand } from "../../clients/system/command";
import { readTextFile, type ReadText } from "../../clients/system/memory";
import type { Config } from "../../config";
import type { Environment } from "../../config/environment";
import type { Folders } from "../options";

/** The free space of a file system. */
export interface Space {
  /** Number of the file system. */
  readonly device: number;
  readonly freeMiB: number;
}

/** Everything that the checks read from the machine. */
export interface MachineReader {
  readonly nodeVersion: string;
  /** The file system of a folder, which need not exist yet; undefined if it cannot be read. */
  readonly space: (folder: string) => Promise<Space | undefined>;
  readonly text: ReadText;
  /** Starts the programs to ask for their versions. */
  readonly execute: RunCommand;
}

/** What the checks need to know. */
export interface MachineQuestion {
  readonly config: Config;
  /** The day of the check, YYYY-MM-DD. */
  readonly on: string;
  readonly env: Environment;
  readonly home: string;
  readonly folders: Folders;
  readonly signal?: AbortSignal;
}

/** The machine that runs the check. */
export const thisMachine: MachineReader = {
  nodeVersion: process.version,
  space: spaceOf,
  text: readTextFile,
  execute: runCommand,
};

async function spaceOf(folder: string): Promise<Space | undefined> {
  const path = resolve(folder);
  try {
    const [{ dev: device }, { bavail, bsize }] = await Promise.all([stat(path), statfs(path)]);
    return { device, freeMiB: (bavail * bsize) / 2 ** 20 };
  } catch {
    // The folder does not exist yet: take its parent. The root always exists.
    return dirname(path) === path ? undefined : spaceOf(dirname(path));
  }
}
