/** Reads text files that may be missing. */
import { readFileSync, statSync } from "node:fs";

/** @returns undefined if the file cannot be read */
export function readableText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/**
 * Reads a file that a user names, and refuses devices and pipes, which may never end.
 * @returns undefined if the path cannot be read, is not a regular file, or has more bytes than allowed
 */
export function regularFileText(path: string, maxBytes: number): string | undefined {
  try {
    const stats = statSync(path);
    return stats.isFile() && stats.size <= maxBytes ? readFileSync(path, "utf8") : undefined;
  } catch {
    return undefined;
  }
}
