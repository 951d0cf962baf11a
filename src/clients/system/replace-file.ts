/** Replaces a file atomically: if the process is killed in between, the old file stays. */
import { randomUUID } from "node:crypto";
import { chmodSync, renameSync, rmSync, writeFileSync } from "node:fs";

/**
 * @param path must not be a symbolic link: the new file would replace the link
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
