/** Packs text files into a .tar.gz (ustar), the format in which Terraform downloads a module over HTTP. */
import { gzipSync } from "node:zlib";

const blockSize = 512;

/** @param files path to content. @throws for a path of more than 100 bytes */
export function tarGz(files: Readonly<Record<string, string>>): Buffer {
  const entries = Object.entries(files).flatMap(([path, text]) => entry(path, Buffer.from(text)));
  return gzipSync(Buffer.concat([...entries, Buffer.alloc(2 * blockSize)]));
}

function entry(path: string, content: Buffer): Buffer[] {
  const padding = (blockSize - (content.length % blockSize)) % blockSize;
  return [header(path, content.length), content, Buffer.alloc(padding)];
}

/** Fields are at fixed offsets and numbers in octal. For the checksum, its own field counts as eight spaces. */
function header(path: string, size: number): Buffer {
  if (Buffer.byteLength(path) > 100) throw new Error(`ustar holds no name as long as ${path}`);
  const block = Buffer.alloc(blockSize);
  const octal = (value: number, length: number) => `${value.toString(8).padStart(length - 1, "0")}\0`;
  block.write(path, 0);
  block.write(octal(0o644, 8), 100);
  block.write(octal(0, 8), 108);
  block.write(octal(0, 8), 116);
  block.write(octal(size, 12), 124);
  block.write(octal(0, 12), 136);
  block.write(" ".repeat(8), 148);
  block.write("0", 156);
  block.write("ustar\x0000", 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}
