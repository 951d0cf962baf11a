/** `glrunner modules`: fetches the pinned Blueprints repository and prints the variables that make git use the copy. */
import { cacheFolder } from "../../clients/system/cache-folder";
import { fail, homeOf } from "../context/command-context";
import type { CommandContext } from "../definition/command";
import { exitCodes, type ExitCode } from "../exit-codes";
import { cacheModules, redirect } from "../../clients/terraform/module-cache";

export function runModules(call: CommandContext): ExitCode {
  const { env } = call;
  const cache = cacheModules(cacheFolder(env, homeOf(env)), env);
  const environment = cache.ok ? redirect(cache.directory, env) : {};
  // `false` stops `eval "$(glrunner modules)" && terraform apply`, which would use unverified modules.
  call.print({ cache, environment }, cache.ok ? exportText(environment) : "false\n");
  return cache.ok ? exitCodes.ok : fail(call, cache);
}

/** Commands that set variables, for `eval` in a POSIX shell. */
export function exportText(environment: Readonly<Record<string, string>>): string {
  return Object.entries(environment)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'\n`)
    .join("");
}
