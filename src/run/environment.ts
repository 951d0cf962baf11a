/** The environment of Terraform in a run: no prompts, one shared copy of the providers, and the pinned modules. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../config";
import { isEmulated } from "../clients/aws/emulation";
import { cacheFolder } from "../clients/system/cache-folder";
import { cacheModules, redirect, type ModuleCacheCode } from "../clients/terraform/module-cache";
import { tokenVariables } from "./runner-tokens";
import { singleStack, type StackName } from "../config/stages";
import type { Environment } from "../config/environment";
import { makeFolder } from "../clients/system/make-folder";

type RunEnvironment =
  | { readonly ok: true; readonly env: Environment }
  | { readonly ok: false; readonly code: ModuleCacheCode; readonly message: string; readonly fix: string };

const unattended = { TF_IN_AUTOMATION: "1", TF_INPUT: "0", CHECKPOINT_DISABLE: "1" } as const;

/** @param env environment of the caller, which Terraform gets as a whole */
export function runEnvironment(
  env: Environment,
  home: string,
  config: Config,
  stacks: readonly StackName[],
): RunEnvironment {
  const base = { ...env, ...unattended, ...tokenVariables(config, env), ...providerCache(env, home) };
  const needsBlueprints = stacks.some((name) => name === "addons" || name === singleStack);
  // The emulator redirects git to its own stand-in.
  if (!needsBlueprints || isEmulated(env)) return { ok: true, env: base };
  const modules = cacheModules(cacheFolder(env, home), env);
  return modules.ok ? { ok: true, env: { ...base, ...redirect(modules.directory, env) } } : modules;
}

/**
 * Shares one copy of each provider between the stages. Without the second variable Terraform unpacks each provider again
 * in a new folder, which has no lock file to check the copy against. The user's own settings take precedence.
 */
function providerCache(env: Environment, home: string): Environment {
  const folder = providerFolder(env, home);
  if (folder === undefined || folder === env.TF_PLUGIN_CACHE_DIR) return {};
  makeFolder(folder, 0o700);
  return { TF_PLUGIN_CACHE_DIR: folder, TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: "1" };
}

/** Folder of the shared copy; undefined if the user's own Terraform settings decide. */
export function providerFolder(env: Environment, home: string): string | undefined {
  if (env.TF_PLUGIN_CACHE_DIR !== undefined) return env.TF_PLUGIN_CACHE_DIR;
  if (env.TF_CLI_CONFIG_FILE !== undefined || existsSync(join(home, ".terraformrc"))) return undefined;
  return join(cacheFolder(env, home), "providers");
}
