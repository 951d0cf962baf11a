/** `glrunner jobs --cost`: what ended jobs cost, by what the managers log and by recorded list prices. It only reads. */
import type { Config } from "../../config";
import { jobCostCsv } from "../../fleet/jobs/cost/csv";
import { jobCostPage } from "../../fleet/jobs/cost/html-report";
import type { CostGroup } from "../../fleet/jobs/cost/cost-groups";
import { jobCostReport } from "../../fleet/jobs/cost/job-cost-report";
import { endedJobsOfGroup, endedJobsOfPods, isLogged } from "../../fleet/jobs/cost/read-ended-jobs";
import { jobCostText } from "../../fleet/jobs/cost/text";
import { fail, type ConfigOption } from "../context/command-context";
import type { CommandCall } from "../definition/command";
import { exitCodes, type ExitCode } from "../exit-codes";
import { load } from "../context/load-config";
import { writeReport } from "../context/write-report";
import { withCluster } from "../context/with-cluster";

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

/** Refuses options that do not go together, all of them at once. @returns undefined where all do */
export function refuseMixture(call: CommandCall<JobCostOptions>): ExitCode | undefined {
  const { cost, since, by, csv, report, watch } = call.values;
  const alone = Object.entries({ since, by, csv, report })
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([name]) => `--${name}`);
  const missing =
    cost || alone.length === 0 ? [] : [`--cost is missing, which ${alone.join(", ")} belong to`];
  const conflicts = [
    ...(cost && watch ? ["--cost looks back and --watch shows what runs now"] : []),
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
  if (isLogged(config)) return show(call, config, to, await endedJobsOfGroup(env, span, signal));
  return withCluster(call, config, async (cluster) =>
    show(call, config, to, await endedJobsOfPods({ ...cluster, signal }, span)),
  );
}

function show(
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
