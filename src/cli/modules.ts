/** `glrunner modules`: fetches the pinned Blueprints repository and prints how git is told to use it. */
import { isAbsolute, join } from "node:path";
import { cacheModules, redirect, type CacheResult } from "../run/module-cache";

export interface ModulesResult {
  readonly cache: CacheResult;
  /** Variables for the shell that runs cdktf or Terraform; empty when the repository could not be had. */
  readonly environment: Readonly<Record<string, string>>;
}

export function modules(env: Readonly<Record<string, string | undefined>>, home: string): ModulesResult {
  const given = env.XDG_CACHE_HOME ?? "";
  // A relative path counts as unset. Source: XDG base directory specification.
  const cache = cacheModules(join(isAbsolute(given) ? given : join(home, ".cache"), "glrunner"), env);
  return { cache, environment: cache.ok ? redirect(cache.directory, env) : {} };
}

/** For `eval` in a POSIX shell. */
export function exportText(environment: Readonly<Record<string, string>>): string {
  return Object.entries(environment)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'\n`)
    .join("");
}
