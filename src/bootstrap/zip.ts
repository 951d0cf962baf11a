/** Reads one file of a zip archive without another program. Use it only for archives with a verified checksum. */
import { inflateRawSync } from "node:zlib";

/** Source: PKWARE's APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16. */
const localFile = 0x04034b50;
const directoryEntry = 0x02014b50;
const endOfDirectory = 0x06054b50;
const stored = 0;
const deflated = 8;

export function isZip(bytes: Buffer): boolean {
  return bytes.length >= 4 && bytes.readUInt32LE(0) === localFile;
}

/** @returns undefined if the archive has no such file. @throws if the archive is damaged */
export function fileInZip(zip: Buffer, name: string): Buffer | undefined {
  const signature = Buffer.alloc(4);
  signature.writeUInt32LE(endOfDirectory);
  const end = zip.lastIndexOf(signature);
  if (end < 0) throw new Error("the archive is cut off");
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (zip.readUInt32LE(at) !== directoryEntry) throw new Error("the archive's directory is damaged");
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((place) =>
      zip.readUInt16LE(at + place),
    );
    const found = zip.toString("utf8", at + 46, at + 46 + (nameLength ?? 0));
    if (found === name) return contentOf(zip, at);
    at += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0);
  }
  return undefined;
}

/** Takes the sizes from the directory, because they may be missing in front of the content. */
function contentOf(zip: Buffer, entry: number): Buffer {
  const method = zip.readUInt16LE(entry + 10);
  const size = zip.readUInt32LE(entry + 20);
  const local = zip.readUInt32LE(entry + 42);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const content = zip.subarray(start, start + size);
  if (method === stored) return content;
  if (method === deflated) return inflateRawSync(content);
  throw new Error(`the archive is packed by method ${method}, which glrunner does not know`);
}
