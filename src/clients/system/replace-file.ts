/** Writes a file whole or not at all: a run that is ended in between leaves the file as it was. */
import { randomUUID } from "node:crypto";
import { chmodSync, renameSync, rmSync, writeFileSync } from "node:fs";

/**
 * @param path not of a symbolic link, which the file would take the place of
 * @param mode the permissions of the new file
 */
export function replaceFile(path: string, text: string, mode: number): void {
  const part = `${path}.${randomUUID()}`;
  try {
    writeFileSync(part, text, { mode, flag: "wx" });
    chmodSync(part, mode);
    renameSync(part, path);
  } finally {
    rmSync(part, { force: true });
  }
}
