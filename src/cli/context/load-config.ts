/** The configuration that a command was asked about. It is in a file of its own because reading one loads much code. */
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
import { fail, homeOf, type ConfigOption } from "./command-context";
import type { CommandCall, CommandContext } from "../definition/command";
import type { ExitCode } from "../exit-codes";
import { paint } from "../terminal/terminal";

type Loaded = Extract<LoadResult, { ok: true }>;

export interface LoadChoice {
  /** @default the file of the options */
  readonly path?: string;
  /** Whether to warn of a Kubernetes API that everybody reaches. @default false */
  readonly namesOpenEndpoint?: boolean;
}

/** Prints warnings. Undefined when the configuration was refused; the problems were printed then. */
export function load(
  call: CommandCall<ConfigOption>,
  { path = call.values.config, namesOpenEndpoint = false }: LoadChoice = {},
): Config | undefined {
  const loaded = loadWithWarnings(call, path);
  if (loaded === undefined) return undefined;
  const { warnings } = loaded;
  printWarnings(call, namesOpenEndpoint ? warnings : warnings.filter(({ code }) => code !== openToAll));
  // No later check would see a Terraform that the user starts by hand in the written folder.
  const mixed = isEmulated(call.env) && environmentConflict(loaded.config.state, call.env, homeOf(call.env));
  if (!mixed) return loaded.config;
  fail(call, mixed);
  return undefined;
}

/** Said once, in one line, by the commands before and with which a cluster is created: init, check, plan and deploy. */
const openToAll: Problem["code"] = "endpoint-open";

export function printWarnings(
  { terminal }: Pick<CommandCall, "terminal">,
  warnings: readonly Problem[],
): void {
  const open = warnings.filter(({ code }) => code === openToAll);
  paint(terminal, "err", problemsText(warnings.filter((each) => !open.includes(each))));
  for (const each of open) paint(terminal, "err", problemLine(each));
}

/** The same for a command that reports the warnings as part of its result. */
export function loadWithWarnings(
  call: CommandCall<ConfigOption>,
  path = call.values.config,
): Loaded | undefined {
  const { env } = call;
  const today = new Date().toISOString().slice(0, 10);
  const loaded = loadConfig({ path, env, today, home: homeOf(env), cwd: process.cwd() });
  if (loaded.ok) return loaded;
  refuseConfiguration(call, loaded.problems);
  return undefined;
}

/** Ends a command whose configuration has problems, all of which are shown. */
export function refuseConfiguration(call: CommandContext, found: readonly Problem[]): ExitCode {
  paint(call.terminal, "err", problemsText(found));
  const count = found.length === 1 ? "a problem" : `${found.length} problems`;
  return fail(call, {
    code: "configuration-refused",
    message: `the configuration has ${count}: ${[...new Set(found.map(({ code }) => code))].join(", ")}`,
    fix: found.length === 1 ? found[0]?.fix : undefined,
    details: { problems: problemRows(found) },
    isPrinted: true,
  });
}
