/**
 * Writes the size of the sources by folder to docs/contributing.md (`npm run docs`), so that reviews show growth. Generated
 * sources do not count.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";

export interface FolderSize {
  readonly folder: string;
  readonly files: number;
  readonly lines: number;
  /** Lines of a file: the middle one, and the one that nine in ten do not exceed. */
  readonly median: number;
  readonly p90: number;
  readonly max: number;
  /** Lines that are comments, in percent of all. */
  readonly commentPercent: number;
  /** Files that stand directly in one folder, at most. */
  readonly mostInOneFolder: number;
}

const generatedFiles = /(^|\/)generated\/|cleaner-script\.ts$/;

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => path.endsWith(".ts") && !generatedFiles.test(path));
}

const isComment = (line: string) => /^\s*(\/\/|\/\*|\*)/.test(line);

function sizeOf(folder: string, paths: readonly string[]): FolderSize {
  const texts = paths.map((path) => readFileSync(path, "utf8").trimEnd().split("\n"));
  const counts = texts.map((lines) => lines.length).sort((one, other) => one - other);
  const at = (share: number) => counts[Math.min(counts.length - 1, Math.floor(counts.length * share))] ?? 0;
  const lines = counts.reduce((sum, count) => sum + count, 0);
  const comments = texts.flat().filter(isComment).length;
  const perFolder = new Map<string, number>();
  for (const path of paths) {
    const parent = path.slice(0, path.lastIndexOf("/"));
    perFolder.set(parent, (perFolder.get(parent) ?? 0) + 1);
  }
  return {
    ...{ folder, files: paths.length, lines },
    ...{ median: at(0.5), p90: at(0.9), max: counts.at(-1) ?? 0 },
    commentPercent: lines === 0 ? 0 : Math.round((100 * comments) / lines),
    mostInOneFolder: Math.max(0, ...perFolder.values()),
  };
}

/** Every folder of the sources, and all of `src` together. */
export function folderSizes(): readonly FolderSize[] {
  const folders = readdirSync("src", { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join("src", name))
    .sort();
  return [
    ...["modules", ...folders].map((folder) => sizeOf(folder, sourcesIn(folder))),
    sizeOf("src", sourcesIn("src")),
  ];
}

const marks = { begin: "<!-- sizes: npm run docs -->", end: "<!-- end of sizes -->" } as const;

/** @returns the page with the new table. @throws if the page has no place for it */
export function withSizes(page: string, sizes: readonly FolderSize[]): string {
  const [before, rest] = page.split(marks.begin);
  const after = rest?.split(marks.end)[1];
  if (before === undefined || after === undefined)
    throw new Error(`the page lacks ${marks.begin} or ${marks.end}`);
  const rows = sizes.map(
    ({ folder, files, lines, median, p90, max, commentPercent, mostInOneFolder }) =>
      `| \`${folder}\` | ${[files, lines, median, p90, max, `${commentPercent} %`, mostInOneFolder].join(" | ")} |`,
  );
  const head = [
    "| folder | files | lines | median | p90 | max | comment lines | most files in one folder |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
  ];
  return `${before}${marks.begin}\n\n${[...head, ...rows].join("\n")}\n\n${marks.end}${after}`;
}

async function main(): Promise<void> {
  const path = "docs/contributing.md";
  const text = withSizes(readFileSync(path, "utf8"), folderSizes());
  writeFileSync(path, await format(text, { parser: "markdown", printWidth: 120 }));
}

if (import.meta.filename === process.argv[1]) void main();
