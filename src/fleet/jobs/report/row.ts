/** A job pod as a row of `jobs`: runner, job, state, age, placement and price. */
import * as z from "zod";
import { jobLabel } from "../../../config/resource-names";
import { toMiB } from "../../../config/units";
import { hasEnded, type Pod } from "../pod";
import type { PodRequests } from "../../../config/placement/fargate-price";
import { billedSeconds, placementUsdPerHour, provisionedSize, type PodPlacement } from "../../price/pod-cost";
import { times, type Usd } from "../../../config/placement/usd";
import { poolOf } from "../../../clients/kubernetes/node-pool";

export type JobState = "pending" | "running" | "ending" | "ended";

export interface JobRow {
  readonly runner: string;
  readonly namespace: string;
  readonly pod: string;
  /** `group/project`, cut to the length of a label. */
  readonly project: string;
  readonly job: string;
  readonly url: string;
  readonly state: JobState;
  /** Why a pending pod does not start, by the cluster. */
  readonly why?: string;
  /** Creation of the pod. */
  readonly since: string;
  readonly ageSeconds: number;
  readonly on: PodPlacement;
  readonly usdPerHour: Usd;
  readonly usdSoFar: Usd;
}

const quantities = z.record(z.string(), z.string()).optional();
const container = z.object({ resources: z.object({ requests: quantities }).optional() });
const containerState = z.object({
  state: z
    .object({
      waiting: z.object({ reason: z.string().optional() }).optional(),
      terminated: z.object({ finishedAt: z.string().nullish() }).optional(),
    })
    .default({}),
});
const podSchema = z.object({
  spec: z.object({
    nodeName: z.string().optional(),
    containers: z.array(container).default([]),
    initContainers: z.array(container).default([]),
  }),
  status: z
    .object({
      startTime: z.string().optional(),
      conditions: z
        .array(
          z.object({
            type: z.string(),
            status: z.string(),
            reason: z.string().optional(),
            message: z.string().optional(),
          }),
        )
        .default([]),
      containerStatuses: z.array(containerState).default([]),
      initContainerStatuses: z.array(containerState).default([]),
    })
    .prefault({}),
});
type PodDetails = z.infer<typeof podSchema>;

export const nodeSchema = z.object({
  metadata: z.object({ name: z.string(), labels: z.record(z.string(), z.string()).default({}) }),
});
export type NodeObject = z.infer<typeof nodeSchema>;

interface ClusterState {
  readonly region: string;
  /** Milliseconds. */
  readonly now: number;
  /** By name. */
  readonly nodes: ReadonlyMap<string, NodeObject>;
  /** The last warning of each pod, by `namespace/pod`. */
  readonly warnings: ReadonlyMap<string, string>;
}

/** @param object the same pod as the API returned it */
export function jobRow(pod: Pod, object: unknown, cluster: ClusterState): JobRow {
  const details = podSchema.parse(object);
  const state = stateOf(pod);
  const on = placeOf(pod, details, cluster.nodes);
  const perHour = placementUsdPerHour(on, requestsOf(details), cluster.region);
  const label = (name: string) => pod.labels.get(`project.runner.gitlab.com/${name}`) ?? "";
  const about = (name: string) => pod.annotations.get(`job.runner.gitlab.com/${name}`) ?? "";
  const why = state === "pending" ? whyPending(pod, details, cluster) : undefined;
  return {
    runner: pod.labels.get(jobLabel) ?? "",
    namespace: pod.namespace,
    pod: pod.name,
    project: [label("namespace"), label("name")].filter((part) => part !== "").join("/"),
    job: about("name"),
    url: about("url"),
    state,
    ...(why !== undefined && { why }),
    since: new Date(pod.created).toISOString(),
    ageSeconds: Math.floor((cluster.now - pod.created) / 1000),
    on,
    usdPerHour: state === "ended" ? 0 : perHour,
    usdSoFar: soFar(state, on, details, { perHour, now: cluster.now }),
  };
}

function stateOf({ phase, ending }: Pod): JobState {
  if (hasEnded(phase)) return "ended";
  if (ending) return "ending";
  return phase === "Pending" ? "pending" : "running";
}

function placeOf(
  { annotations }: Pod,
  { spec: { nodeName } }: PodDetails,
  nodes: ReadonlyMap<string, NodeObject>,
): PodPlacement {
  if (nodeName === undefined) return { kind: "none" };
  const capacity = annotations.get("CapacityProvisioned");
  if (capacity !== undefined || nodeName.startsWith("fargate-")) {
    return { kind: "fargate", size: provisionedSize(capacity ?? "") };
  }
  const labels = nodes.get(nodeName)?.metadata.labels ?? {};
  const instanceType = labels["node.kubernetes.io/instance-type"];
  const kind = labels["karpenter.sh/capacity-type"] ?? labels["eks.amazonaws.com/capacityType"];
  const pool = poolOf(labels);
  return {
    ...{ kind: "node", name: nodeName },
    ...(instanceType !== undefined && { instanceType }),
    ...(kind !== undefined && { capacity: kind.toLowerCase().replace("_", "-") }),
    ...(pool !== undefined && { pool }),
  };
}

/** The sum of all containers, or the largest init container, whichever is larger. */
function requestsOf({ spec: { containers, initContainers } }: PodDetails): PodRequests {
  const requested = (one: z.infer<typeof container>) => ({
    cpu: vcpuOf(one.resources?.requests?.cpu ?? "0"),
    memoryMiB: toMiB(one.resources?.requests?.memory ?? "0"),
  });
  const before = initContainers.map(requested);
  const sum = containers
    .map(requested)
    .reduce((one, other) => ({ cpu: one.cpu + other.cpu, memoryMiB: one.memoryMiB + other.memoryMiB }), {
      ...{ cpu: 0, memoryMiB: 0 },
    });
  return {
    cpu: Math.max(sum.cpu, ...before.map(({ cpu }) => cpu)),
    memoryMiB: Math.max(sum.memoryMiB, ...before.map(({ memoryMiB }) => memoryMiB)),
  };
}

function vcpuOf(quantity: string): number {
  return quantity.endsWith("m") ? Number(quantity.slice(0, -1)) / 1000 : Number(quantity);
}

/** The reason of the scheduler, else of the image pull, else the last warning, which is where Fargate reports its reasons. */
function whyPending(pod: Pod, { status }: PodDetails, { warnings }: ClusterState): string | undefined {
  const refused = status.conditions.find(({ type, status: is }) => type === "PodScheduled" && is === "False");
  const waits = [...status.initContainerStatuses, ...status.containerStatuses]
    .map(({ state }) => state.waiting?.reason)
    .find((reason) => reason !== undefined && !["ContainerCreating", "PodInitializing"].includes(reason));
  const unscheduled =
    refused && [refused.reason, refused.message].filter((part) => part !== undefined).join(": ");
  return unscheduled ?? waits ?? warnings.get(`${pod.namespace}/${pod.name}`);
}

interface RunningPrice {
  readonly perHour: Usd;
  readonly now: number;
}

/** Counts from the start of the image pull, like Fargate does. */
function soFar(
  state: JobState,
  on: PodPlacement,
  { status }: PodDetails,
  { perHour, now }: RunningPrice,
): Usd {
  if (on.kind === "none") return 0;
  if (status.startTime === undefined) return state === "ended" ? "unknown" : 0;
  const ends = status.containerStatuses.flatMap(({ state: { terminated } }) => {
    const end = Date.parse(terminated?.finishedAt ?? "");
    return Number.isNaN(end) ? [] : [end];
  });
  if (state === "ended" && ends.length === 0) return "unknown";
  const until = state === "ended" ? Math.max(...ends) : now;
  const seconds = Math.max(0, until - Date.parse(status.startTime)) / 1000;
  return times(perHour, (on.kind === "fargate" ? billedSeconds(seconds) : seconds) / 3600);
}
