import { readSync } from "node:fs";

/**
 * The text of an open file, at most one byte more than `maxBytes`. One byte more shows that the file is too large, even if it
 * grows or has no end.
 */
export function readAtMost(descriptor: number, maxBytes: number): string {
  const buffer = Buffer.alloc(maxBytes + 1);
  let length = 0;
  for (let read = -1; read !== 0 && length < buffer.length; length += read) {
    read = readSync(descriptor, buffer, length, buffer.length - length, null);
  }
  return buffer.toString("utf8", 0, length);
}
