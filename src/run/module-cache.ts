/**
 * A local copy of the Blueprints repository at its pinned tag, which git is then told to use instead of GitHub.
 * Without it `terraform init` of v4.29.0 fails: two of its nested modules take a folder of the same repository
 * without naming a tag, and the default branch has no such folder any more
 * (aws-ia/terraform-aws-eks-blueprints#1630, #1715). With it every one of them is the pinned commit.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { modulePins } from "../../modules/pins";

const blueprints = modulePins["kubernetes-addons"];

export interface Repository {
  readonly url: string;
  readonly tag: string;
  readonly commit: string;
}

/** Repository and tag of the pinned git source. */
export function blueprintsRepository(): Repository {
  const match = /^git::(?<url>.+\.git)\/\/.*\?ref=(?<tag>.+)$/.exec(blueprints.source);
  const { url, tag } = match?.groups ?? {};
  if (url === undefined || tag === undefined)
    throw new Error(`${blueprints.source} is not a git source with a ref`);
  return { url, tag, commit: blueprints.commit };
}

export type CacheResult =
  | { readonly ok: true; readonly directory: string; readonly commit: string; readonly fetched: boolean }
  | { readonly ok: false; readonly message: string; readonly fix: string };

/** Fetches the repository once; a copy that is there and is the pinned commit is used as it is. */
export function cacheModules(folder: string, repository: Repository = blueprintsRepository()): CacheResult {
  const directory = join(folder, `${repository.tag}-terraform-aws-eks-blueprints.git`);
  if (existsSync(directory) && commitOf(directory) === repository.commit) {
    return { ok: true, directory, commit: repository.commit, fetched: false };
  }
  const partial = `${directory}.${process.pid}`;
  mkdirSync(dirname(partial), { recursive: true });
  const cloned = git([
    "clone",
    "--quiet",
    "--bare",
    "--depth",
    "1",
    "--branch",
    repository.tag,
    repository.url,
    partial,
  ]);
  if (!cloned.ok) {
    rmSync(partial, { recursive: true, force: true });
    return { ok: false, message: cloned.message, fix: `make sure that git can reach ${repository.url}` };
  }
  const commit = commitOf(partial);
  if (commit !== repository.commit) {
    rmSync(partial, { recursive: true, force: true });
    return {
      ok: false,
      message: `tag ${repository.tag} is commit ${commit ?? "unknown"}, not the pinned ${repository.commit}`,
      fix: "the tag was moved: do not deploy it, and report it",
    };
  }
  rmSync(directory, { recursive: true, force: true });
  renameSync(partial, directory);
  return { ok: true, directory, commit, fetched: true };
}

/**
 * Environment variables that make git take the copy, added to those that are there.
 * Source: git-config(1), GIT_CONFIG_COUNT; git 2.31 or newer.
 */
export function redirect(
  directory: string,
  env: Readonly<Record<string, string | undefined>>,
  repository: Repository = blueprintsRepository(),
): Record<string, string> {
  const key = `url.file://${directory}.insteadOf`;
  const count = Number(env.GIT_CONFIG_COUNT ?? 0);
  const existing = Array.from({ length: count }, (_, index) => env[`GIT_CONFIG_KEY_${index}`]).indexOf(key);
  const index = existing === -1 ? count : existing;
  return {
    GIT_CONFIG_COUNT: String(Math.max(count, index + 1)),
    [`GIT_CONFIG_KEY_${index}`]: key,
    [`GIT_CONFIG_VALUE_${index}`]: repository.url,
  };
}

function commitOf(directory: string): string | undefined {
  const result = git(["--git-dir", directory, "rev-parse", "HEAD^{commit}"]);
  return result.ok ? result.stdout.trim() : undefined;
}

function git(args: readonly string[]): { ok: true; stdout: string } | { ok: false; message: string } {
  const result = spawnSync("git", args, { encoding: "utf8" });
  if (result.error) return { ok: false, message: `git did not start: ${result.error.message}` };
  if (result.status !== 0) return { ok: false, message: result.stderr.trim() };
  return { ok: true, stdout: result.stdout };
}
