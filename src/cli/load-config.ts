/** The configuration that a command was asked about. It is in a file of its own because reading one loads much code. */
import { isEmulated, mixture } from "../clients/aws/emulation";
import { formatProblems, loadConfig, problemsToJson, type Config, type LoadResult } from "../config";
import { fail, homeOf, type ConfigOption } from "./command-context";
import type { Call } from "./definition/command";

type Loaded = Extract<LoadResult, { ok: true }>;

/** Prints warnings. Undefined when the configuration was refused; the problems were printed then. */
export function load(call: Call<ConfigOption>, path = call.values.config): Config | undefined {
  const loaded = loadWithWarnings(call, path);
  if (loaded === undefined) return undefined;
  if (loaded.warnings.length > 0) call.terminal.err(formatProblems(loaded.warnings));
  // Whoever runs Terraform by hand in what a command wrote is past every later check.
  const mixed = isEmulated(call.env) && mixture(loaded.config.state, call.env, homeOf(call.env));
  if (!mixed) return loaded.config;
  fail(call, mixed.message, mixed.fix);
  return undefined;
}

/** The same for a command that reports the warnings as part of its result. */
export function loadWithWarnings(call: Call<ConfigOption>, path = call.values.config): Loaded | undefined {
  const { env, terminal, json } = call;
  const today = new Date().toISOString().slice(0, 10);
  const loaded = loadConfig({ path, env, today, home: homeOf(env), cwd: process.cwd() });
  if (loaded.ok) return loaded;
  if (json) terminal.out(problemsToJson(loaded.problems));
  else terminal.err(formatProblems(loaded.problems));
  return undefined;
}
