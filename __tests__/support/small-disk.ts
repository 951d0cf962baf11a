/** A disk of its own that a test can fill. */
import { closeSync, mkdirSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../src/clients/system/command";
import { expectExit } from "./project";

const others = (disk: string) => join(disk, "others");

const host = { cwd: "/", env: process.env };
const mount = (disk: string, megabytes: number) =>
  runCommand(["mount", "-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", disk], host);
const unmount = (disk: string) => expectExit(0, runCommand(["umount", disk], host));

export const diskRequirement = "root, who may mount a tmpfs";
/** In CI whoever runs it may: what is skipped there is failed. */
export const canMountDisk = await canMount();

async function canMount(): Promise<boolean> {
  const disk = mkdtempSync(join(tmpdir(), "glrunner-mount-"));
  try {
    if ((await mount(disk, 1)).status !== 0) return false;
    await unmount(disk);
    return true;
  } finally {
    rmdirSync(disk);
  }
}

/** @param disk a folder that is made */
export async function withDisk(disk: string, megabytes: number, use: () => Promise<void>): Promise<void> {
  mkdirSync(disk);
  await expectExit(0, mount(disk, megabytes));
  try {
    await use();
  } finally {
    await unmount(disk);
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

export function freeDisk(disk: string): void {
  rmSync(others(disk), { force: true });
}
