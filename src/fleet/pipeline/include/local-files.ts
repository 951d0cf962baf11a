/** Reads pipeline files on disk up to a limit, so that a device or an endless file is refused at once. */
import { closeSync, existsSync, openSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { messageOf } from "../../../clients/system/error-message";
import { readAtMost } from "../../../config/input/read-at-most";
import type { LocalFile, RepositoryFiles } from "./read-files";
import { pipelineLimits } from "../limits";

/** Folders and files that the search for one pattern visits. */
const maxVisited = 20_000;

/**
 * Reads at most one byte more than `pipelineLimits.fileBytes`: enough to know that the file is too large.
 * @throws the error of the operating system if the file cannot be read
 */
export function readBounded(path: string): string {
  const file = openSync(path, "r");
  try {
    return readAtMost(file, pipelineLimits.fileBytes);
  } finally {
    closeSync(file);
  }
}

/** The folder of a file's repository: the nearest folder above the file with `.git`; without one, the folder of the file. */
export function repositoryOf(file: string): string {
  const own = dirname(resolve(file));
  for (let folder = own; ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) return folder;
    if (dirname(folder) === folder) return own;
  }
}

/** The path of a file within its repository, as GitLab shows it. */
export const repositoryPath = (file: string) => relative(repositoryOf(file), resolve(file));

/** The files inside this folder. No pattern can reach a file outside of it. */
export function localFiles(repository: string): RepositoryFiles {
  return {
    read: (pattern) => {
      const segments = pattern.split("/").filter((segment) => segment !== "" && segment !== ".");
      return [...filesLike(repository, segments, { left: maxVisited })]
        .sort()
        .map((path) => readFile(path, relative(repository, path)));
    },
    has: (pattern) => hasFile(repository, pattern),
  };
}

/**
 * Supports `*` and `**` of the patterns of Ruby's `File.fnmatch`. Undefined for other patterns, and for a missing file in a
 * folder without `.git`, which may not have every file of the repository.
 */
function hasFile(repository: string, pattern: string): boolean | undefined {
  if (pattern === "" || /[?[\]{}\\$]|^\.?\/|\/$/.test(pattern)) return undefined;
  const visits = { left: maxVisited };
  const first = filesLike(repository, pattern.replace(/(^|\/)\*\*$/, "$1*").split("/"), visits).next();
  if (first.done !== true) return true;
  return visits.left > 0 && existsSync(join(repository, ".git")) ? false : undefined;
}

function* filesLike(
  repository: string,
  segments: readonly string[],
  visits: { left: number },
): Generator<string> {
  if (segments.includes("..")) return;
  for (const path of matching(repository, segments, visits)) {
    if (statSync(path, { throwIfNoEntry: false })?.isFile() === true) yield path;
  }
}

function readFile(absolute: string, path: string): LocalFile {
  try {
    return { path, text: readBounded(absolute) };
  } catch (error) {
    return { path, reason: messageOf(error) };
  }
}

function* matching(
  folder: string,
  [segment, ...rest]: readonly string[],
  visits: { left: number },
): Generator<string> {
  if (segment === undefined) {
    yield folder;
    return;
  }
  if (!segment.includes("*")) {
    yield* matching(join(folder, segment), rest, visits);
    return;
  }
  if (segment === "**") yield* matching(folder, rest, visits);
  for (const entry of entriesOf(folder)) {
    if (visits.left-- <= 0) return;
    if (segment === "**") {
      if (entry.isDirectory() && entry.name !== ".git") {
        yield* matching(join(folder, entry.name), [segment, ...rest], visits);
      }
    } else if (isLike(entry.name, segment)) yield* matching(join(folder, entry.name), rest, visits);
  }
}

function entriesOf(folder: string) {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true
    ? readdirSync(folder, { withFileTypes: true })
    : [];
}

/** Whether a name matches a pattern with `*`. It returns only to the last `*`, so the time is the product of the lengths. */
function isLike(name: string, pattern: string): boolean {
  let [at, next, star, mark] = [0, 0, -1, 0];
  while (at < name.length) {
    if (pattern[next] === "*") [star, mark, next] = [next, at, next + 1];
    else if (pattern[next] === name[at]) [at, next] = [at + 1, next + 1];
    else if (star >= 0) [next, mark, at] = [star + 1, mark + 1, mark + 1];
    else return false;
  }
  return pattern.slice(next).replaceAll("*", "") === "";
}
