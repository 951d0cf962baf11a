/** A disk of its own that a test can fill. */
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../../src/run/command";
import { ends } from "./project";

const others = (disk: string) => join(disk, "others");

/** @param disk a folder that is made */
export async function withDisk(disk: string, megabytes: number, use: () => Promise<void>): Promise<void> {
  const host = { cwd: "/", env: process.env };
  mkdirSync(disk);
  const mount = ["mount", "-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", disk] as const;
  await ends(0, runCommand(mount, host));
  try {
    await use();
  } finally {
    await ends(0, runCommand(["umount", disk], host));
  }
}

/** To the last byte: a file of others takes all that is left. */
export function fillDisk(disk: string): void {
  const file = openSync(others(disk), "a");
  for (let size = 1024 * 1024; size >= 1; size = Math.floor(size / 2)) {
    while (fits(file, size));
  }
  closeSync(file);
}

function fits(file: number, size: number): boolean {
  try {
    return writeSync(file, Buffer.alloc(size)) === size;
  } catch {
    return false;
  }
}

export function makeRoom(disk: string): void {
  rmSync(others(disk), { force: true });
}
