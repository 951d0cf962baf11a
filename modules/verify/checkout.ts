/**
 * Which commit a folder was checked out at, read from git's own files: no process is started, and git need not be
 * installed.
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

export interface Checkout {
  readonly commit: string;
  /** Set when HEAD is a branch: the next fetch may bring another commit. Tags and commits leave it detached. */
  readonly branch?: string;
}

const commitId = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/**
 * Looks in `folder` and above it, but not above `top`: a module that came as an archive has no `.git`, and the
 * repository around the whole project is not its own. Undefined when nothing was found.
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
  // Worktrees and submodules have a file that says where the directory is.
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

/** After `git gc` a ref is a line of this file and no file of its own. */
function packedRef(git: string, ref: string): string | undefined {
  const lines = read(join(git, "packed-refs"))?.split("\n") ?? [];
  return lines.find((line) => line.endsWith(` ${ref}`))?.split(" ")[0];
}

function read(path: string): string | undefined {
  return existsSync(path) && statSync(path).isFile() ? readFileSync(path, "utf8").trim() : undefined;
}
