/** `glrunner check` and `glrunner versions`. Both only read. */
import { resolve } from "node:path";
import { check, checkText, versions, versionsText, type CheckOptions } from "../../check";
import { awsAccess } from "../../clients/aws/aws-access";
import { providerFolder } from "../../run/environment";
import type { Config } from "../../config";
import { TerminalText } from "../../html/terminal-text";
import {
  exitCodes,
  fail,
  homeOf,
  load,
  loadWithWarnings,
  outputFolder,
  paint,
  usage,
  type Call,
  type ExitCode,
} from "../command-context";
import { statesTell } from "../states";

export async function runCheck(call: Call): Promise<ExitCode> {
  const on = dayOf(call);
  if (on === undefined) return exitCodes.refused;
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
  const work = resolve(outputFolder(call));
  const result = await check({
    config,
    warnings,
    on,
    env,
    home,
    folders: { work, providers: providerFolder(env, home) ?? work },
    access: values.offline ? undefined : awsAccess(config.region, env),
    ...(await whatIsThere(call, config, signal)),
    signal,
    onStep,
  });
  if (terminal.interactive) paint(terminal, "err", TerminalText.overwriting(""));
  call.print(result, checkText(result));
  return result.findings.some(({ level }) => level === "error") ? exitCodes.failed : exitCodes.ok;
}

const unknown = { deployed: undefined, network: undefined, created: undefined };

/** What the states hold; unknown when that cannot be found out, or only by asking elsewhere. */
async function whatIsThere(
  call: Call,
  config: Config,
  signal: AbortSignal,
): Promise<Pick<CheckOptions, "deployed" | "network" | "created">> {
  if (call.values.offline && config.state.backend !== "local") return unknown;
  const states = await statesTell(config, call, signal);
  if (!states.ok && states.fix !== undefined) fail(call, states.message, states.fix);
  if (!states.ok) return unknown;
  const { deployed, network, created } = states;
  return { deployed, network, created };
}

export function runVersions(call: Call): ExitCode {
  const on = dayOf(call);
  if (on === undefined) return exitCodes.refused;
  const result = versions(on, load(call));
  call.print(result, versionsText(result));
  return exitCodes.ok;
}

/** Undefined when it was no day, which has been said then. */
function dayOf(call: Call): string | undefined {
  const { on = new Date().toISOString().slice(0, 10) } = call.values;
  const day = /^\d{4}-\d{2}-\d{2}$/.test(on) ? new Date(`${on}T00:00:00Z`) : undefined;
  if (day !== undefined && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(on)) return on;
  usage(call, `--on takes a day such as 2027-03-01, not ${on}`);
  return undefined;
}
