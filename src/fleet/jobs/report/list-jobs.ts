/** Lists the job pods of the configured runners in the cluster, finds the stuck ones, and deletes these. */
import * as z from "zod";
import type { Config } from "../../../config";
import { managerLabel } from "../../../config/resource-names";
import { warmText } from "../../../config/resolve/warm";
import { deleteStuckPods, deleteOptions, podPath, type DeletionOutcome } from "../clean";
import { findStuckPods, type StuckPod } from "../stuck-pods";
import { readPod } from "../pod";
import { isJobPod, jobSelector, scopeOf } from "../job-selector";
import { total, type Total } from "../../../config/placement/usd";
import { deleteObject, listObjects, type ClusterCall } from "../../../clients/kubernetes/kubectl";
import { jobRow, nodeSchema, type JobRow } from "./row";

export interface RunnerSum {
  readonly runner: string;
  readonly running: number;
  readonly pending: number;
  readonly usdPerHour: Total;
}

interface WarmRoom {
  readonly runner: string;
  /** For how many jobs and when, such as `2 jobs, mon tue 08:00-18:00 UTC: 20`. */
  readonly room: string;
}

/** Runners that keep room for jobs on warm nodes. */
export function warmRooms({ runners }: Pick<Config, "runners">): readonly WarmRoom[] {
  return runners.flatMap(({ name, warm }) =>
    warm === undefined ? [] : [{ runner: name, room: warmText(warm) }],
  );
}

export interface JobsResult {
  readonly ok: true;
  readonly on: string;
  readonly region: string;
  /** The configured runners, and others that have jobs in their namespaces. */
  readonly runners: readonly RunnerSum[];
  /** By runner, the oldest first. */
  readonly jobs: readonly JobRow[];
  readonly hung: readonly StuckPod[];
  readonly warm: readonly WarmRoom[];
  /** Facts that are unknown because a call failed. */
  readonly unknown: readonly string[];
}

type JobsOutcome = JobsResult | { readonly ok: false; readonly message: string; readonly fix: string };

interface JobsOptions {
  readonly config: Config;
  readonly now: Date;
  /** Age above which every job pod is stuck. @default no limit */
  readonly olderThanSeconds?: number;
}

/** Changes nothing in the cluster. */
export async function listJobs(call: ClusterCall, options: JobsOptions): Promise<JobsOutcome> {
  const { config, now, olderThanSeconds } = options;
  const scope = scopeOf(config);
  const [pods, managers, nodes] = await Promise.all([
    listObjects(call, ["pods", "--all-namespaces", "--selector", jobSelector]),
    listObjects(call, ["pods", "--namespace", scope.managerNamespace, "--selector", managerLabel]),
    listObjects(call, ["nodes"]),
  ]);
  if (!pods.ok) return { ok: false, message: `could not list the job pods: ${pods.reason}`, fix: pods.fix };
  const jobPods = pods.items.flatMap((object) => {
    const pod = readPod(object);
    return pod !== undefined && isJobPod(pod, scope) ? [{ pod, object }] : [];
  });
  const waits = jobPods.some(({ pod }) => pod.phase === "Pending");
  const state = {
    region: config.region,
    now: now.getTime(),
    nodes: new Map(
      (nodes.ok ? z.array(nodeSchema).parse(nodes.items) : []).map((node) => [node.metadata.name, node]),
    ),
    warnings: waits ? await lastWarnings(call) : new Map<string, string>(),
  };
  const jobs = jobPods
    .map(({ pod, object }) => jobRow(pod, object, state))
    .sort((one, other) => one.runner.localeCompare(other.runner) || other.ageSeconds - one.ageSeconds);
  const hung = findStuckPods({
    ...{ scope, pods: jobPods.map(({ pod }) => pod), now: state.now },
    managers: managers.ok ? managers.items.flatMap((item) => readPod(item) ?? []) : undefined,
    ...(olderThanSeconds !== undefined && { olderThanSeconds }),
  });
  const unknown = [
    ...(managers.ok ? [] : [`which managers are running: ${managers.reason}`]),
    ...(nodes.ok ? [] : [`which nodes exist: ${nodes.reason}`]),
  ];
  const on = now.toISOString();
  const [runners, warm] = [sums(config, jobs), warmRooms(config)];
  return { ok: true, on, region: config.region, runners, jobs, hung, warm, unknown };
}

/** Deletes stuck pods; see clean.ts. */
export function deleteStuckJobs(
  call: ClusterCall,
  hung: readonly StuckPod[],
): Promise<readonly DeletionOutcome[]> {
  return deleteStuckPods(hung, (pod) => deleteObject(call, podPath(pod), deleteOptions(pod)));
}

const eventSchema = z.object({
  involvedObject: z.object({ namespace: z.string().default(""), name: z.string().default("") }),
  reason: z.string().default(""),
  message: z.string().default(""),
  lastTimestamp: z.string().nullish(),
  eventTime: z.string().nullish(),
});

/** The last warning of each pod, by `namespace/pod`; empty if the events cannot be listed. */
async function lastWarnings(call: ClusterCall): Promise<ReadonlyMap<string, string>> {
  const fields = "type=Warning,involvedObject.kind=Pod";
  const listed = await listObjects(call, ["events", "--all-namespaces", "--field-selector", fields]);
  const events = z.array(eventSchema).parse(listed.ok ? listed.items : []);
  const time = ({ lastTimestamp, eventTime }: z.infer<typeof eventSchema>) =>
    lastTimestamp ?? eventTime ?? "";
  return new Map(
    [...events]
      .sort((one, other) => time(one).localeCompare(time(other)))
      .map(({ involvedObject: { namespace, name }, reason, message }) => [
        `${namespace}/${name}`,
        `${reason}: ${message}`,
      ]),
  );
}

function sums({ runners }: Config, jobs: readonly JobRow[]): readonly RunnerSum[] {
  const names = [...new Set([...runners.map(({ name }) => name), ...jobs.map(({ runner }) => runner)])];
  return names.map((runner) => {
    const own = jobs.filter((job) => job.runner === runner);
    const count = (state: JobRow["state"]) => own.filter((job) => job.state === state).length;
    return {
      runner,
      running: count("running"),
      pending: count("pending"),
      usdPerHour: total(own.map(({ pod, usdPerHour }) => ({ thing: pod, usd: usdPerHour }))),
    };
  });
}
