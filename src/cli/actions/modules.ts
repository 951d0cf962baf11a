/** `glrunner modules`: fetches the pinned Blueprints repository and prints how git is told to use it. */
import { cacheFolder } from "../../clients/system/cache-folder";
import { fail, homeOf } from "../context/command-context";
import type { CommandContext } from "../definition/command";
import { exitCodes, type ExitCode } from "../exit-codes";
import { cacheModules, redirect, type CacheResult } from "../../clients/terraform/module-cache";
import type { Environment } from "../../config/environment";

interface ModulesResult {
  readonly cache: CacheResult;
  /** Variables for the shell that runs cdktf or Terraform; empty when the repository could not be had. */
  readonly environment: Readonly<Record<string, string>>;
}

export function runModules(call: CommandContext): ExitCode {
  const result = modules(call.env, homeOf(call.env));
  // `false` stops `eval "$(glrunner modules)" && terraform apply`, which would take modules that nobody has checked.
  call.print(result, result.cache.ok ? exportText(result.environment) : "false\n");
  return result.cache.ok ? exitCodes.ok : fail(call, result.cache);
}

function modules(env: Environment, home: string): ModulesResult {
  const cache = cacheModules(cacheFolder(env, home), env);
  return { cache, environment: cache.ok ? redirect(cache.directory, env) : {} };
}

/** For `eval` in a POSIX shell. */
export function exportText(environment: Readonly<Record<string, string>>): string {
  return Object.entries(environment)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'\n`)
    .join("");
}
