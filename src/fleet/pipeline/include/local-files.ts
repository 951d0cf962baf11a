/** Pipeline files on disk, read up to a limit: a device or a file without end is refused and not waited for. */
import { closeSync, existsSync, openSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { messageOf } from "../../../clients/system/error-message";
import { readAtMost } from "../../../config/input/read-at-most";
import type { LocalFile, RepositoryFiles } from "./read-files";
import { pipelineLimits } from "../limits";

/** Folders and files that a pattern may look at. */
const maxVisited = 20_000;

/**
 * The text of a file, at most one byte more than `pipelineLimits.fileBytes`: enough to know that it is too large.
 * @throws the system's error where it cannot be read
 */
export function readBounded(path: string): string {
  const file = openSync(path, "r");
  try {
    return readAtMost(file, pipelineLimits.fileBytes);
  } finally {
    closeSync(file);
  }
}

/** The folder of the repository that a file is in: the nearest one with `.git`, else the file's own. */
export function repositoryOf(file: string): string {
  const own = dirname(resolve(file));
  for (let folder = own; ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) return folder;
    if (dirname(folder) === folder) return own;
  }
}

/** The path of a file from the folder of its repository, as GitLab shows it. */
export const repositoryPath = (file: string) => relative(repositoryOf(file), resolve(file));

/** The files within this folder and nowhere else. */
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
 * With the patterns of Ruby's `File.fnmatch`, of which `*` and `**` are known here. A folder without `.git` may not have
 * every file of the repository.
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

/** Whether a name fits a pattern with `*`; goes back to the last `*` alone, so that it takes no longer than their product. */
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
