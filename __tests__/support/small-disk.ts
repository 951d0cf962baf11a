/** Mounts a small disk that a test can fill. */
import { closeSync, mkdirSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../src/clients/system/command";
import { expectExit } from "./project";

const fillerOf = (disk: string) => join(disk, "others");

const host = { cwd: "/", env: process.env };
const mount = (disk: string, megabytes: number) =>
  runCommand(["mount", "-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", disk], host);
const unmount = (disk: string) => expectExit(0, runCommand(["umount", disk], host));

/** The requirement in words, for a test that is skipped. */
export const diskRequirement = "root, who may mount a tmpfs";
/** Whether this process may mount a disk. CI can, and fails if a test is skipped. */
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

/** Mounts a disk, calls `use` and unmounts the disk. @param disk the mount point, which must not exist yet */
export async function withDisk(disk: string, megabytes: number, use: () => Promise<void>): Promise<void> {
  mkdirSync(disk);
  await expectExit(0, mount(disk, megabytes));
  try {
    await use();
  } finally {
    await unmount(disk);
  }
}

/** Fills the disk to the last byte with one file. */
export function fillDisk(disk: string): void {
  const file = openSync(fillerOf(disk), "a");
  for (let size = 1024 * 1024; size >= 1; size = Math.floor(size / 2)) {
    while (appendBytes(file, size));
  }
  closeSync(file);
}

/** Appends zeros to a file. @returns false if the disk has too little space */
function appendBytes(file: number, size: number): boolean {
  try {
    return writeSync(file, Buffer.alloc(size)) === size;
  } catch {
    return false;
  }
}

/** Frees the space that `fillDisk` used. */
export function freeDisk(disk: string): void {
  rmSync(fillerOf(disk), { force: true });
}
