/** The text files of a Helm chart, by their path in it: of its folder, or of the archive that `helm pull` brings. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { gunzipSync } from "node:zlib";

export function chartFiles(place: string): ReadonlyMap<string, string> {
  return statSync(place).isDirectory() ? folderFiles(place) : archiveFiles(gunzipSync(readFileSync(place)));
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

/** Of tar, as Helm writes it: a head of one block with name, size and kind, then the text in whole blocks. */
function archiveFiles(tar: Buffer): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (let at = 0; at + block <= tar.length;) {
    const field = (from: number, to: number) =>
      tar.toString("utf8", at + from, at + to).replace(/\0[\s\S]*$/, "");
    const size = Number.parseInt(field(124, 136), 8) || 0;
    const start = at + block;
    const plain = ["0", ""].includes(field(156, 157));
    // Below the chart's own folder.
    const name = field(0, 100).split("/").slice(1).join("/");
    if (plain && name !== "") files.set(name, tar.toString("utf8", start, start + size));
    at = start + Math.ceil(size / block) * block;
  }
  return files;
}
