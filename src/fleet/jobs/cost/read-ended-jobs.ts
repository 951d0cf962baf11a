/**
 * Reads the ended jobs from the logs of the managers. CloudWatch has the logs of managers on Fargate, also of managers that
 * were replaced. Otherwise the pods of the managers have the lines since their container started and their log was rotated.
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

/** The ended jobs and their source. */
export interface EndedJobs {
  readonly ok: true;
  /** The log group; undefined if the pods of the managers were read. */
  readonly group: string | undefined;
  /** The requested time, or the time of the oldest possible line if that is later: by retention or start of the managers. */
  readonly from: Date;
  readonly jobs: readonly EndedJob[];
  /** Number of lines about the end of a job without an id or a duration. */
  readonly unreadable: number;
}

type EndedJobsResult = EndedJobs | { readonly ok: false; readonly message: string; readonly fix: string };

interface LogSpan {
  readonly config: Config;
  readonly from: Date;
  readonly to: Date;
}

/** Whether the managers log to CloudWatch. */
export function isLogged({ addons, cluster }: Config): boolean {
  return addons.logging.enabled && cluster.managers === "fargate";
}

const dayMs = 86_400_000;

/** Reads the log group in CloudWatch. */
export async function endedJobsOfGroup(
  env: Environment,
  { config, from: requested, to }: LogSpan,
  signal: AbortSignal,
): Promise<EndedJobsResult> {
  const { name, region, addons } = config;
  const kept = to.getTime() - addons.logging.retentionDays * dayMs;
  const from = new Date(Math.max(requested.getTime(), kept));
  const group = fargateLogGroup(name);
  const pattern = managerLinePattern(managerNamespace, [`${endOfJob}*`]);
  const answer = await logEvents(awsContext(awsAccess(region, env), signal), { group, pattern, from, to });
  if (!answer.ok) {
    const { reason, trouble } = answer.failure;
    const message = `the log group ${group} could not be read: ${reason}`;
    const fix =
      trouble === "missing"
        ? "deploy the stage addons, which creates it"
        : "use credentials with the permission logs:FilterLogEvents: `glrunner policy` prints it";
    return { ok: false, message, fix };
  }
  return {
    ok: true,
    group,
    from,
    ...distinct(answer.value.map((text) => endedJob(text, { cluster: name }))),
  };
}

/** Reads the logs of the managers' pods. */
export async function endedJobsOfPods(
  call: ClusterCall,
  { config, from, to }: LogSpan,
): Promise<EndedJobsResult> {
  const selection = ["pods", "--namespace", managerNamespace, "--selector", managerLabel];
  const managers = await listObjects(call, selection);
  if (!managers.ok)
    return { ok: false, message: `could not list the managers: ${managers.reason}`, fix: managers.fix };
  const seconds = Math.ceil((to.getTime() - from.getTime()) / 1000);
  const pods = managers.items.flatMap((item) => readPod(item) ?? []);
  const lines: ReturnType<typeof endedJob>[] = [];
  for (const pod of pods) {
    const { namespace, name } = pod;
    const log = await readLog(call, { namespace, pod: name, previous: false, sinceSeconds: seconds });
    if (!log.ok)
      return { ok: false, message: `could not read the log of ${name}: ${log.reason}`, fix: log.fix };
    const runner = pod.labels.get(managerLabel);
    lines.push(...log.text.split("\n").map((line) => endedJob(line, { cluster: config.name, runner })));
  }
  // No log has lines from before its container started.
  const since = pods.flatMap(({ running }) => running);
  const first = since.length === 0 ? from : new Date(Math.max(from.getTime(), Math.min(...since)));
  return { ok: true, group: undefined, from: first, ...distinct(lines) };
}

/** Each job once, because a log router sends a line again if the response is late. */
function distinct(lines: readonly ReturnType<typeof endedJob>[]) {
  const jobs = lines.flatMap((line) => (line === undefined || line === "unreadable" ? [] : [line]));
  const once = new Map(jobs.map((job) => [`${job.runner ?? ""} ${job.job}`, job]));
  return { jobs: [...once.values()], unreadable: lines.filter((line) => line === "unreadable").length };
}
