/**
 * Keeps a local copy of the Blueprints repository at its pinned tag, and makes git use it instead of GitHub. Without it
 * `terraform init` of v4.29.0 fails: two of its nested modules use a folder of the same repository without a tag, and the
 * default branch no longer has that folder (aws-ia/terraform-aws-eks-blueprints#1630, #1715). With the copy, all modules
 * come from the pinned commit.
 */
import { mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { modulePins } from "../../../modules/pins";
import { git, type GitCode } from "../system/git";
import type { Environment } from "../../config/environment";
import { makeFolder } from "../system/make-folder";

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
  | ({ readonly ok: false } & CacheRefusal);

/** Why the copy of the repository is not available. */
export type ModuleCacheCode = GitCode | "git-settings-invalid" | "modules-tag-moved" | "modules-copy-damaged";

interface CacheRefusal {
  readonly code: ModuleCacheCode;
  readonly message: string;
  readonly fix: string;
}

/**
 * Fetches the repository, unless the copy exists, is complete and is the pinned commit.
 * @param folder absolute path of the folder for copies
 */
export function cacheModules(
  folder: string,
  env: Environment,
  repository: Repository = blueprintsRepository(),
): CacheResult {
  const own = withoutRedirect(env, repository);
  if (own === undefined) {
    return {
      ok: false,
      code: "git-settings-invalid",
      message: "GIT_CONFIG_COUNT is not a number",
      fix: "unset GIT_CONFIG_COUNT",
    };
  }
  const directory = join(folder, `${repository.tag}-terraform-aws-eks-blueprints.git`);
  const usable = () => checkCopy(directory, repository, own) === undefined;
  const copy = { ok: true, directory, commit: repository.commit } as const;
  if (usable()) return { ...copy, fetched: false };
  makeFolder(folder);
  const partial = mkdtempSync(join(folder, "partial-"));
  try {
    const { tag, url } = repository;
    const args = ["clone", "--quiet", "--bare", "--depth", "1", "--branch", tag, url, partial];
    const cloned = git(args, own);
    if (!cloned.ok) return cloned;
    const wrong = checkCopy(partial, repository, own);
    if (wrong !== undefined) return { ok: false, ...wrong };
    rmSync(directory, { recursive: true, force: true });
    renameSync(partial, directory);
    return { ...copy, fetched: true };
  } catch (error) {
    // Another run may have created the copy in the meantime.
    if (usable()) return { ...copy, fetched: false };
    throw error;
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

/** Undefined if the copy is complete and is the pinned commit. */
function checkCopy(
  directory: string,
  { tag, commit }: Repository,
  env: Environment,
): CacheRefusal | undefined {
  const head = git(["--git-dir", directory, "rev-parse", "HEAD^{commit}"], env);
  const actual = head.ok ? head.stdout.trim() : "unknown";
  if (actual !== commit) {
    const fix = "the tag was moved: do not deploy it, and report it";
    return {
      code: "modules-tag-moved",
      message: `tag ${tag} is commit ${actual}, not the pinned ${commit}`,
      fix,
    };
  }
  const whole = git(["--git-dir", directory, "fsck", "--no-dangling"], env);
  return whole.ok
    ? undefined
    : {
        code: "modules-copy-damaged",
        message: `the copy is damaged: ${whole.message}`,
        fix: "run the command again",
      };
}

/**
 * Environment variables that make git use the copy, in addition to git's other settings in the environment.
 * Source: git-config(1), GIT_CONFIG_COUNT; git 2.31 or newer.
 */
export function redirect(
  directory: string,
  env: Environment,
  repository: Repository = blueprintsRepository(),
): Record<string, string> {
  const entries = settings(env)?.filter(([, value]) => value !== repository.url) ?? [];
  return environment([...entries, [`url.${pathToFileURL(directory).href}.insteadOf`, repository.url]]);
}

/** The environment for fetching, without an earlier redirect to a copy that may no longer exist. */
function withoutRedirect(env: Environment, repository: Repository): Environment | undefined {
  const entries = settings(env)?.filter(([, value]) => value !== repository.url);
  return entries && { ...env, ...environment(entries) };
}

type Setting = readonly [key: string, value: string];

/** Git's settings in the environment; undefined if git would refuse them. */
function settings(env: Environment): Setting[] | undefined {
  const count = env.GIT_CONFIG_COUNT ?? "0";
  if (!/^\d{1,4}$/.test(count)) return undefined;
  return Array.from({ length: Number(count) }, (_, index): Setting => [
    env[`GIT_CONFIG_KEY_${index}`] ?? "",
    env[`GIT_CONFIG_VALUE_${index}`] ?? "",
  ]);
}

function environment(entries: readonly Setting[]): Record<string, string> {
  const named = entries.flatMap(([key, value], index): Setting[] => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(entries.length), ...Object.fromEntries(named) };
}
