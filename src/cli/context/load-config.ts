/** Loads the configuration of a command. A file of its own, because this loads much code. */
import { isEmulated, environmentConflict } from "../../clients/aws/emulation";
import {
  problemLine,
  problemsText,
  loadConfig,
  problemRows,
  type Config,
  type LoadResult,
  type Problem,
} from "../../config";
import { fail, homeOf, today, type ConfigOption } from "./command-context";
import type { CommandCall, CommandContext } from "../definition/command";
import type { ExitCode } from "../exit-codes";
import { paint } from "../terminal/terminal";

type Loaded = Extract<LoadResult, { ok: true }>;

export interface LoadChoice {
  /** @default the file of --config */
  readonly path?: string;
  /** Whether to warn of a Kubernetes API that is open to every address. @default false */
  readonly warnsOfOpenEndpoint?: boolean;
}

/** Loads the configuration and prints its warnings. @returns undefined after printing why it is refused */
export function load(
  call: CommandCall<ConfigOption>,
  { path = call.values.config, warnsOfOpenEndpoint = false }: LoadChoice = {},
): Config | undefined {
  const loaded = loadWithWarnings(call, path);
  if (loaded === undefined) return undefined;
  const { warnings } = loaded;
  printWarnings(call, warnsOfOpenEndpoint ? warnings : warnings.filter(({ code }) => code !== openToAll));
  // The last check before a Terraform that the user starts by hand in the synthesized folder.
  const mixed = isEmulated(call.env) && environmentConflict(loaded.config.state, call.env, homeOf(call.env));
  if (!mixed) return loaded.config;
  fail(call, mixed);
  return undefined;
}

/** A warning of one line, only from the commands up to the creation of the cluster: init, check, plan and deploy. */
const openToAll: Problem["code"] = "endpoint-open";

export function printWarnings(
  { terminal }: Pick<CommandCall, "terminal">,
  warnings: readonly Problem[],
): void {
  const open = warnings.filter(({ code }) => code === openToAll);
  paint(terminal, "err", problemsText(warnings.filter((each) => !open.includes(each))));
  for (const each of open) paint(terminal, "err", problemLine(each));
}

/** Loads the configuration for a command that has the warnings in its own result. */
export function loadWithWarnings(
  call: CommandCall<ConfigOption>,
  path = call.values.config,
): Loaded | undefined {
  const { env } = call;
  const loaded = loadConfig({ path, env, today: today(), home: homeOf(env), cwd: process.cwd() });
  if (loaded.ok) return loaded;
  refuseConfiguration(call, loaded.problems);
  return undefined;
}

/** Ends a command whose configuration has problems, and prints all of them. */
export function refuseConfiguration(call: CommandContext, problems: readonly Problem[]): ExitCode {
  paint(call.terminal, "err", problemsText(problems));
  const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
  return fail(call, {
    code: "configuration-refused",
    message: `the configuration has ${count}: ${[...new Set(problems.map(({ code }) => code))].join(", ")}`,
    fix: problems.length === 1 ? problems[0]?.fix : undefined,
    details: { problems: problemRows(problems) },
    isPrinted: true,
  });
}
