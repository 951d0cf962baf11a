/** `glrunner status`: the health of the cluster, the runners and the last run, and the next step. */
import { homeOf, type ConfigOption } from "../context/command-context";
import type { CommandCall } from "../definition/command";
import { exitCodes, type ExitCode } from "../exit-codes";
import { load } from "../context/load-config";
import { collectStatus } from "../status/collect";
import { statusPage } from "../status/html";
import { statusText } from "../status/text";
import { watching } from "../terminal/watching";
import { writeReport } from "../context/write-report";

interface StatusOptions extends ConfigOption {
  readonly offline: boolean;
  readonly watch: boolean;
  readonly report: string | undefined;
}

export async function runStatus(call: CommandCall<StatusOptions>): Promise<ExitCode> {
  const config = load(call);
  if (config === undefined) return exitCodes.refused;
  const { env, values } = call;
  const collect = () =>
    collectStatus({ config, env, home: homeOf(env), now: new Date(), offline: values.offline });
  if (values.watch)
    return watching(call, async () => ({ code: exitCodes.ok, text: statusText(await collect()) }));
  const report = await collect();
  call.print(report, statusText(report));
  return writeReport(call, values.report, () => statusPage(report));
}
