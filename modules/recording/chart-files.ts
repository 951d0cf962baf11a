/** Reads the text files of a Helm chart, from its folder or from the archive that `helm pull` downloads. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { gunzipSync } from "node:zlib";

/** @param path of the folder or archive. @returns content by path in the chart */
export function chartFiles(path: string): ReadonlyMap<string, string> {
  return statSync(path).isDirectory() ? folderFiles(path) : archiveFiles(gunzipSync(readFileSync(path)));
}

function folderFiles(folder: string): ReadonlyMap<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(folder, path), readFileSync(path, "utf8")]),
  );
}

const block = 512;

/** Reads tar as Helm writes it: a header block with name, size and type, then the content in whole blocks. */
function archiveFiles(tar: Buffer): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (let at = 0; at + block <= tar.length;) {
    const field = (from: number, to: number) =>
      tar.toString("utf8", at + from, at + to).replace(/\0[\s\S]*$/, "");
    const size = Number.parseInt(field(124, 136), 8) || 0;
    const start = at + block;
    const isFile = ["0", ""].includes(field(156, 157));
    // Without the chart's folder.
    const name = field(0, 100).split("/").slice(1).join("/");
    if (isFile && name !== "") files.set(name, tar.toString("utf8", start, start + size));
    at = start + Math.ceil(size / block) * block;
  }
  return files;
}
