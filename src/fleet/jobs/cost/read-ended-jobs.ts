/**
 * Where the ends of jobs are read. CloudWatch has them where managers on Fargate log to it, also those of managers that were
 * replaced; else the pods of the managers have those since their container started and their log was rotated.
 */
import type { Config } from "../../../config";
import { managerNamespace } from "../../../config/config";
import type { Environment } from "../../../config/environment";
import { fargateLogGroup, managerLabel } from "../../../config/resource-names";
import { awsAccess } from "../../../clients/aws/aws-access";
import { awsContext } from "../../../clients/aws/aws-client";
import { logEvents } from "../../../clients/aws/log-events";
import { listObjects, readLog, type ClusterCall } from "../../../clients/kubernetes/kubectl";
import { endOfJob, managerLinePattern } from "../../../facts/gitlab/manager-log";
import { readPod } from "../pod";
import { endedJob, type EndedJob } from "./ended-job";

/** What was read, and from where. */
export interface EndedJobs {
  readonly ok: true;
  /** The log group; undefined for the managers' pods. */
  readonly group: string | undefined;
  /** The time asked for, or from when the log has lines at all: by its retention, or by the start of the first manager. */
  readonly from: Date;
  readonly jobs: readonly EndedJob[];
  /** Ends of jobs without a number or a duration. */
  readonly unreadable: number;
}

type Read = EndedJobs | { readonly ok: false; readonly message: string; readonly fix: string };

interface LogSpan {
  readonly config: Config;
  readonly from: Date;
  readonly to: Date;
}

/** Whether the managers' lines are in CloudWatch. */
export function isLogged({ addons, cluster }: Config): boolean {
  return addons.logging.enabled && cluster.managers === "fargate";
}

const dayMs = 86_400_000;

export async function endedJobsOfGroup(
  env: Environment,
  { config, from: asked, to }: LogSpan,
  signal: AbortSignal,
): Promise<Read> {
  const { name, region, addons } = config;
  const kept = to.getTime() - addons.logging.retentionDays * dayMs;
  const from = new Date(Math.max(asked.getTime(), kept));
  const group = fargateLogGroup(name);
  const pattern = managerLinePattern(managerNamespace, [`${endOfJob}*`]);
  const answer = await logEvents(awsContext(awsAccess(region, env), signal), { group, pattern, from, to });
  if (!answer.ok) {
    const { reason, trouble } = answer.failure;
    const message = `the log group ${group} could not be read: ${reason}`;
    const fix =
      trouble === "missing"
        ? "deploy the stage addons, which creates it"
        : "use credentials with the right logs:FilterLogEvents: glrunner policy prints it";
    return { ok: false, message, fix };
  }
  return { ok: true, group, from, ...sorted(answer.value.map((text) => endedJob(text, { cluster: name }))) };
}

export async function endedJobsOfPods(call: ClusterCall, { config, from, to }: LogSpan): Promise<Read> {
  const asked = ["pods", "--namespace", managerNamespace, "--selector", managerLabel];
  const managers = await listObjects(call, asked);
  if (!managers.ok)
    return { ok: false, message: `could not look for the managers: ${managers.reason}`, fix: managers.fix };
  const seconds = Math.ceil((to.getTime() - from.getTime()) / 1000);
  const pods = managers.items.flatMap((item) => readPod(item) ?? []);
  const found: (EndedJob | "unreadable" | undefined)[] = [];
  for (const pod of pods) {
    const { namespace, name } = pod;
    const log = await readLog(call, { namespace, pod: name, previous: false, sinceSeconds: seconds });
    if (!log.ok)
      return { ok: false, message: `could not read the log of ${name}: ${log.reason}`, fix: log.fix };
    const runner = pod.labels.get(managerLabel);
    found.push(...log.text.split("\n").map((line) => endedJob(line, { cluster: config.name, runner })));
  }
  // Nothing before the first of their containers started is in any of the logs.
  const since = pods.flatMap(({ running }) => running);
  const first = since.length === 0 ? from : new Date(Math.max(from.getTime(), Math.min(...since)));
  return { ok: true, group: undefined, from: first, ...sorted(found) };
}

/** Each job once: a log router that was not answered in time sends a line again. */
function sorted(found: readonly (EndedJob | "unreadable" | undefined)[]) {
  const jobs = found.flatMap((each) => (each === undefined || each === "unreadable" ? [] : [each]));
  const once = new Map(jobs.map((each) => [`${each.runner ?? ""} ${each.job}`, each]));
  return { jobs: [...once.values()], unreadable: found.filter((each) => each === "unreadable").length };
}
