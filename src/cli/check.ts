/** `glrunner check` and `glrunner versions`. Both only read. */
import { existsSync } from "node:fs";
import { check, checkText, versions, versionsText } from "../check";
import { awsAccess } from "../run/aws-access";
import { runFolder } from "../run/folder";
import { exitCodes, homeOf, load, usage, type Call, type ExitCode } from "./call";
import { onInterrupt } from "./interrupt";

export async function runCheck(call: Call): Promise<ExitCode> {
  const on = dayOf(call);
  if (on === undefined) return exitCodes.refused;
  const config = load(call);
  if (config === undefined) return exitCodes.refused;
  const { values, env, terminal } = call;
  const home = homeOf(env);
  const result = await check({
    config,
    on,
    env,
    home,
    access: values.offline ? undefined : awsAccess(config.region, env),
    deployed: existsSync(runFolder(config, home)),
    signal: onInterrupt(),
    onStep: (step) => {
      if (terminal.interactive) terminal.err(`\r\u001b[Kchecking ${step}`);
    },
  });
  if (terminal.interactive) terminal.err("\r\u001b[K");
  call.print(result, checkText(result));
  return result.findings.some(({ level }) => level === "error") ? exitCodes.failed : exitCodes.ok;
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
