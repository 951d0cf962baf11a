/** `glrunner check` and `glrunner versions`. Both only read. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { check, checkText, versions, versionsText, type CheckOptions } from "../../check";
import { counted } from "../../html/counted";
import { awsAccess } from "../../clients/aws/aws-access";
import { providerFolder } from "../../run/environment";
import { configFile, type Config } from "../../config";
import { fail, homeOf, outputFolder, today, type ConfigOption } from "../context/command-context";
import type { CommandCall } from "../definition/command";
import { exitCodes, type ExitCode } from "../exit-codes";
import { load, loadWithWarnings } from "../context/load-config";
import { TerminalText } from "../../html/terminal-text";
import { paint } from "../terminal/terminal";
import { readStates } from "../context/temporary-stacks";

interface DayOptions extends ConfigOption {
  /** YYYY-MM-DD. @default today */
  readonly on: string | undefined;
}

interface CheckCommandOptions extends DayOptions {
  readonly offline: boolean;
  readonly jobs: number | undefined;
}

export async function runCheck(call: CommandCall<CheckCommandOptions>): Promise<ExitCode> {
  const on = call.values.on ?? today();
  const loaded = loadWithWarnings(call);
  if (loaded === undefined) return exitCodes.refused;
  const { config, warnings } = loaded;
  const { values, env, terminal } = call;
  const home = homeOf(env);
  const signal = call.onInterrupt("the question in progress");
  const onStep = (step: string) => {
    if (terminal.interactive) paint(terminal, "err", TerminalText.overwriting(`checking ${step}`));
  };
  onStep("state");
  const work = resolve(outputFolder(call.env));
  const result = await check({
    config,
    warnings,
    on,
    ...(values.jobs !== undefined && { jobs: values.jobs }),
    env,
    home,
    folders: { work, providers: providerFolder(env, home) ?? work },
    access: values.offline ? undefined : awsAccess(config.region, env),
    ...(await deployedResources(call, config, signal)),
    signal,
    onStep,
  });
  if (terminal.interactive) paint(terminal, "err", TerminalText.overwriting(""));
  call.print(result, checkText(result));
  const errors = result.findings.filter(({ level }) => level === "error").map(({ id }) => id);
  if (errors.length === 0) return exitCodes.ok;
  const message = `${counted(errors.length, "error")} found: ${errors.join(", ")}`;
  return fail(call, { code: "check-errors", message, details: { findings: errors }, isPrinted: true });
}

const unknown = { deployed: undefined, network: undefined, created: undefined };

/** What the states hold. Unknown if a state cannot be read, or --offline forbids to read it. */
async function deployedResources(
  call: CommandCall<CheckCommandOptions>,
  config: Config,
  signal: AbortSignal,
): Promise<Pick<CheckOptions, "deployed" | "network" | "created" | "stateProblem">> {
  if (call.values.offline && config.state.backend !== "local") return unknown;
  const states = await readStates(config, call, signal);
  if (!states.ok) return { ...unknown, stateProblem: states };
  const { deployed, network, created } = states;
  return { deployed, network, created };
}

export function runVersions(call: CommandCall<DayOptions>): ExitCode {
  const { env, values } = call;
  const on = values.on ?? today();
  // Without a configuration, the table has no configured version.
  const reads = values.config !== undefined || existsSync(configFile({ env, cwd: process.cwd() }));
  const config = reads ? load(call) : undefined;
  if (reads && config === undefined) return exitCodes.refused;
  const result = versions(on, config);
  call.print(result, versionsText(result));
  return exitCodes.ok;
}
