/**
 * Reads the commit of a checked-out folder from git's files, without starting git.
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** What HEAD of a working tree refers to. */
export interface Checkout {
  readonly commit: string;
  /** Set if HEAD is a branch, because its next fetch may get another commit. A tag or a commit detaches HEAD. */
  readonly branch?: string;
}

const commitId = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/**
 * Searches `folder` and the folders above it up to `top`: a module from an archive has no `.git`, and must not get the commit
 * of the repository around the project. Undefined when no commit was found.
 */
export function checkoutOf(folder: string, top: string): Checkout | undefined {
  const last = resolve(top);
  for (let current = resolve(folder); ; current = dirname(current)) {
    const git = gitDirectory(current);
    if (git !== undefined) return readHead(git);
    if (current === last || current === dirname(current)) return undefined;
  }
}

function gitDirectory(folder: string): string | undefined {
  const path = join(folder, ".git");
  if (!existsSync(path)) return undefined;
  if (statSync(path).isDirectory()) return path;
  // Worktrees and submodules have a file with the path of the directory.
  const target = /^gitdir: (.+)$/m.exec(readFileSync(path, "utf8"))?.[1];
  return target && resolve(folder, target);
}

function readHead(git: string): Checkout | undefined {
  const head = read(join(git, "HEAD"));
  if (head === undefined) return undefined;
  if (commitId.test(head)) return { commit: head };
  const ref = /^ref: (.+)$/.exec(head)?.[1];
  if (ref === undefined) return undefined;
  const common = resolve(git, read(join(git, "commondir")) ?? ".");
  const commit = read(join(git, ref)) ?? read(join(common, ref)) ?? packedRef(common, ref);
  if (commit === undefined || !commitId.test(commit)) return undefined;
  return { commit, branch: ref.replace(/^refs\/heads\//, "") };
}

/** `git gc` moves refs from single files into this one. */
function packedRef(git: string, ref: string): string | undefined {
  const lines = read(join(git, "packed-refs"))?.split("\n") ?? [];
  return lines.find((line) => line.endsWith(` ${ref}`))?.split(" ")[0];
}

function read(path: string): string | undefined {
  return existsSync(path) && statSync(path).isFile() ? readFileSync(path, "utf8").trim() : undefined;
}
