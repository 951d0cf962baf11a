/**
 * Groups the runners of a configuration. Runners with the same GitLab, compute class, node pool, image and job size run the
 * same jobs and are one group. Each group is calculated as if it were alone in the account, except for the pods that always
 * run.
 */
import type { Config, Runner } from "../../config";
import { daemonCpu } from "../../facts/kubernetes/nodes";
import { systemAddresses } from "../../config/rules/addresses";
import { usableAddresses, zoneTotal } from "../../config/resolve/network";
import { publishedPool } from "../../config/resolve/published-manifests";
import { maxWarmJobs } from "../../config/resolve/warm";
import { toMiB } from "../../config/units";
import { gitlabAddress } from "../../config/resolve/routing";
import { fargateVcpu, jobCpu, jobVcpu, managerVcpu } from "./resource-demand";
import type { Fleet, FleetManager, JobDemand, PodHosting } from "./fleet";

/** Registries with known limits. `other` counts as unlimited. */
export type RegistryKind = "docker-hub" | "ecr-public" | "ecr-private" | "other";

export interface FleetGroup {
  readonly compute: Runner["compute"];
  /** Names of the runners. Each runner has one manager. */
  readonly runners: readonly string[];
  /** Their indices in `runners`. */
  readonly indices: readonly number[];
  readonly nodePool: string | undefined;
  readonly registry: RegistryKind;
  /** vCPU of a job's pod. */
  readonly podVcpu: number;
  /** Possible vCPU of its nodes; empty on Fargate. */
  readonly nodeSizes: readonly number[];
  /** vCPU of the managers and system pods on Fargate. */
  readonly standingVcpu: number;
  /** vCPU on Fargate of one more manager. */
  readonly managerVcpu: number;
  /** Maximum number of jobs at once. */
  readonly concurrent: number;
  readonly fleet: Fleet;
}

/** The groups, in the order of the configuration. */
export function fleetGroups(config: Config): readonly FleetGroup[] {
  const keys = config.runners.map(groupKey);
  return [...new Set(keys)].map((key) => {
    const indices = keys.flatMap((candidate, index) => (candidate === key ? [index] : []));
    return group(config, indices);
  });
}

function groupKey(runner: Runner): string {
  const { compute, nodePool, tags, job, namespace } = runner;
  return JSON.stringify([gitlabAddress(runner), compute, nodePool, tags, job, namespace]);
}

function group(config: Config, indices: readonly number[]): FleetGroup {
  const runners = config.runners.filter((_, index) => indices.includes(index));
  const [first] = runners;
  if (first === undefined) throw new Error("a group has a runner");
  const { managers, system } = fargateVcpu(config);
  const standingVcpu = managers + system;
  const registry = registryOf(first.job.image);
  return {
    ...{ compute: first.compute, nodePool: first.nodePool, indices, registry, standingVcpu },
    nodeSizes: first.compute === "fargate" ? [] : nodeSizes(config, first),
    managerVcpu: config.cluster.managers === "fargate" ? managerVcpu(first) : 0,
    runners: runners.map(({ name }) => name),
    podVcpu: first.compute === "fargate" ? jobVcpu(first) : jobCpu(first),
    concurrent: runners.reduce((sum, { concurrent }) => sum + concurrent, 0),
    fleet: {
      managers: runners.map(manager),
      hosting:
        first.compute === "fargate" ? onFargate(config, first, standingVcpu) : onNodes(config, runners),
      registry: pulls(config, first, registry),
      job: jobCost(config),
    },
  };
}

function manager({ name, concurrent, manager: given }: Runner): FleetManager {
  return {
    ...{ name, concurrent, tokens: 1, strict: false, cpu: given.cpu, memoryMiB: toMiB(given.memory) },
    requestConcurrency: given.requestConcurrency,
    checkIntervalSeconds: given.checkIntervalSeconds,
    pollTimeoutSeconds: given.pollTimeoutSeconds,
  };
}

function jobCost({ capacity }: Config): JobDemand {
  const { jobSeconds: seconds, requestSeconds, updateSeconds, askAgainSeconds } = capacity;
  const { createCpuSeconds, jobCpuSeconds, managerMiB, sessionMiB } = capacity;
  return {
    ...{ seconds, requestSeconds, updateSeconds, askAgainSeconds },
    jobsPerSecond: capacity.gitlabJobsPerSecond ?? Infinity,
    ...{ createCpuSeconds, jobCpuSeconds, managerMiB, sessionMiB },
  };
}

/** How many of a size fit into the room. The tolerance compensates floating-point errors. */
export const howManyFit = (room: number, size: number) => Math.max(0, Math.floor(room / size + 1e-9));

function onFargate(config: Config, runner: Runner, standingVcpu: number): PodHosting {
  const { capacity } = config;
  const { launchesPerSecond, launchBurst, coldStartFromSeconds, coldStartToSeconds } = capacity;
  return {
    kind: "fargate",
    podsOfQuota: howManyFit(capacity.fargateVcpuQuota - standingVcpu, jobVcpu(runner)),
    podsOfAddresses: freeAddresses(config),
    retries: capacity.fargateRetries,
    ...{ launchesPerSecond, launchBurst, coldStartFromSeconds, coldStartToSeconds },
  };
}

/** Addresses of the private subnets that managers and system pods do not use. */
function freeAddresses({ network, capacity, runners }: Config): number {
  const all =
    capacity.addresses ??
    (network.kind === "created" ? usableAddresses(network.cidr, zoneTotal(network.zones)) : Infinity);
  return Math.max(0, all - runners.length - systemAddresses);
}

function onNodes({ addons, capacity }: Config, runners: readonly Runner[]): PodHosting {
  const [runner] = runners;
  if (runner === undefined) throw new Error("a group has a runner");
  const pool = poolOf(addons, runner);
  const { nodeStartSeconds, podStartSeconds } = capacity;
  // For `spot-first` the model assumes that Spot has no capacity. The result is also valid with Spot.
  const onSpot = (pool?.capacity ?? runner.compute) === "spot";
  const sizes = pool?.cpus ?? publishedPool.cpus;
  const room = (vcpu: number) =>
    Math.max(...sizes.map((size) => howManyFit(vcpu, size) * podsOfNode(size, jobCpu(runner))));
  return {
    kind: "nodes",
    podsOfQuota: room(onSpot ? capacity.spotVcpuQuota : capacity.onDemandVcpuQuota),
    podsOfPool: room(pool?.maxCpu ?? publishedPool.maxCpu),
    warmPods: runners.reduce((sum, { warm }) => sum + maxWarmJobs(warm), 0),
    ...{ nodeStartSeconds, podStartSeconds },
  };
}

/** Pods that fit on a node next to the DaemonSets. */
const podsOfNode = (size: number, pod: number) => howManyFit(size - daemonCpu, pod);

/** The node pool of a runner; undefined if it has none of its own. */
export function poolOf({ karpenter }: Config["addons"], { nodePool }: Pick<Runner, "nodePool">) {
  return nodePool === undefined ? undefined : karpenter.nodePools[nodePool];
}

function nodeSizes({ addons }: Config, runner: Runner): readonly number[] {
  return poolOf(addons, runner)?.cpus ?? publishedPool.cpus;
}

/** The vCPU quota that this number of pods needs, with this number of additional managers. */
export function vcpuFor(group: FleetGroup, pods: number, moreManagers = 0): number {
  const { compute, podVcpu, nodeSizes, standingVcpu, managerVcpu } = group;
  if (compute === "fargate") return Math.ceil(standingVcpu + moreManagers * managerVcpu + pods * podVcpu);
  const fitting = nodeSizes.filter((size) => podsOfNode(size, podVcpu) > 0);
  return Math.min(...fitting.map((size) => Math.ceil(pods / podsOfNode(size, podVcpu)) * size));
}

/** A node caches its images, but each Fargate pod pulls its own. All pods share the addresses of the NAT gateways. */
function pulls(
  { capacity, network }: Config,
  { compute }: Runner,
  registry: RegistryKind,
): Fleet["registry"] {
  if (compute !== "fargate" || registry === "other") return { pullsPerSecond: Infinity, pulls: Infinity };
  if (registry === "docker-hub") {
    const gateways =
      network.kind === "created" && network.nat === "per-zone" ? network.privateSubnets.length : 1;
    return { pullsPerSecond: Infinity, pulls: gateways * capacity.dockerHubPulls };
  }
  const { ecrPublicPullsPerSecond, ecrPrivatePullsPerSecond } = capacity;
  return {
    pullsPerSecond: registry === "ecr-public" ? ecrPublicPullsPerSecond : ecrPrivatePullsPerSecond,
    pulls: Infinity,
  };
}

/** The registry of an image. An image without a host is from Docker Hub. */
export function registryOf(image: string): RegistryKind {
  const [host = "", ...path] = image.split("/");
  if (path.length === 0 || !/[.:]/.test(host) || host === "docker.io") return "docker-hub";
  if (host === "public.ecr.aws") return "ecr-public";
  return /^\d{12}\.dkr\.ecr\./.test(host) ? "ecr-private" : "other";
}
