/** Reads text files that may be missing. */
import { readFileSync, statSync } from "node:fs";

/** @returns undefined where the system cannot read the file */
export function readableText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/**
 * The text of a file that a user names, in bounded time: a device or a pipe may have no end.
 * @returns undefined for what cannot be read, is no regular file, or has more bytes than allowed
 */
export function regularFileText(path: string, maxBytes: number): string | undefined {
  try {
    const found = statSync(path);
    return found.isFile() && found.size <= maxBytes ? readFileSync(path, "utf8") : undefined;
  } catch {
    return undefined;
  }
}
