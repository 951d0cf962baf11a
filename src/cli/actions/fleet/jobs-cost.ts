/** `glrunner jobs --cost`: the cost of ended jobs, from the managers' logs and recorded list prices. Reads only. */
import type { Config } from "../../../config";
import { jobCostCsv } from "../../../fleet/jobs/cost/csv";
import { jobCostPage } from "../../../fleet/jobs/cost/html-report";
import type { CostGroup } from "../../../fleet/jobs/cost/cost-groups";
import { jobCostReport } from "../../../fleet/jobs/cost/job-cost-report";
import { endedJobsOfGroup, endedJobsOfPods, isLogged } from "../../../fleet/jobs/cost/read-ended-jobs";
import { jobCostText } from "../../../fleet/jobs/cost/text";
import { fail, type ConfigOption } from "../../context/command-context";
import type { CommandCall } from "../../definition/command";
import { exitCodes, type ExitCode } from "../../exit-codes";
import { load } from "../../context/load-config";
import { writeReport } from "../../context/write-report";
import { withCluster } from "../../context/with-cluster";

export interface JobCostOptions extends ConfigOption {
  readonly cost: boolean;
  /** In seconds. @default seven days */
  readonly since: number | undefined;
  /** @default by project */
  readonly by: CostGroup | undefined;
  readonly csv: boolean;
  readonly report: string | undefined;
  readonly watch: boolean;
}

const defaults = { since: 7 * 86_400, by: "project" } as const;

/** Refuses every combination of options that is not allowed, all at once. @returns undefined if all are allowed */
export function refuseOptionConflicts(call: CommandCall<JobCostOptions>): ExitCode | undefined {
  const { cost, since, by, csv, report, watch } = call.values;
  const alone = Object.entries({ since, by, csv, report })
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([name]) => `--${name}`);
  const missing =
    cost || alone.length === 0 ? [] : [`--cost is missing: ${alone.join(", ")} work only with it`];
  const conflicts = [
    ...(cost && watch ? ["--cost shows ended jobs and --watch shows running ones"] : []),
    ...(csv && call.json ? ["--csv and --json exclude each other"] : []),
  ];
  if (missing.length + conflicts.length === 0) return undefined;
  const code = missing.length > 0 ? "option-missing" : "option-conflict";
  return fail(call, { code, message: [...missing, ...conflicts].join("; ") });
}

export async function runJobCost(call: CommandCall<JobCostOptions>): Promise<ExitCode> {
  const config = load(call);
  if (config === undefined) return exitCodes.refused;
  const { values, env } = call;
  const to = new Date();
  const from = new Date(to.getTime() - (values.since ?? defaults.since) * 1000);
  const span = { config, from, to };
  const signal = call.onInterrupt("the question in progress");
  if (isLogged(config)) return showCost(call, config, to, await endedJobsOfGroup(env, span, signal));
  return withCluster(call, config, async (cluster) =>
    showCost(call, config, to, await endedJobsOfPods({ ...cluster, signal }, span)),
  );
}

function showCost(
  call: CommandCall<JobCostOptions>,
  config: Config,
  to: Date,
  ended: Awaited<ReturnType<typeof endedJobsOfGroup>>,
): ExitCode {
  if (!ended.ok) return fail(call, { ...ended, code: "log-unreadable" });
  const { by = defaults.by, csv, report: file } = call.values;
  const report = jobCostReport(config, { by, to, ended });
  call.print(report, csv ? jobCostCsv(report) : jobCostText(report));
  return writeReport(call, file, () => jobCostPage(report, config.name));
}
