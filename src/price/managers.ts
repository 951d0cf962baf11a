/**
 * The managers on Fargate against on the managed nodes: what each takes a month, system pods that are on nodes included,
 * since they share them. A manager's size follows from where it is, unless the configuration gives it.
 */
import type { Config, Runner } from "../config";
import { resolveManager } from "../config/manager";
import { toMiB } from "../config/quantity";
import type { Placement } from "../config/schema/cluster";
import { daemonCpu } from "../config/tables/node-cpu";
import { hoursPerMonth } from "../config/tables/prices";
import { systemPods } from "../config/tables/system-pods";
import { podUsdPerHour } from "./fargate";
import { instanceOf, type Instance, type PodSize } from "./instances";
import { times, total, type Item, type Total } from "./usd";

export interface ManagerPlaces {
  readonly fargate: Total;
  readonly nodes: Total;
  /** How many nodes that takes; undefined where it is not known. */
  readonly nodeCount: number | undefined;
  readonly instanceType: string;
  /** Undefined where either sum is not known but for the nodes' disks. */
  readonly cheaper: { readonly place: Placement; readonly usd: number } | undefined;
}

export const nodeDisks = "disks of the nodes";

/** As it would be there: a size that is what follows from where it is now was not given, and is worked out anew. */
export function managerOn(runner: Runner, placement: Placement, now: Placement): PodSize {
  const { concurrent, manager } = runner;
  const usual = resolveManager({ concurrent, manager: {} }, now);
  const { cpu, memory } = resolveManager(
    {
      concurrent,
      manager: {
        ...(manager.cpu !== usual.cpu && { cpu: manager.cpu }),
        ...(manager.memory !== usual.memory && { memory: manager.memory }),
      },
    },
    placement,
  );
  return { cpu, memoryMiB: toMiB(memory) };
}

/**
 * Instances of the group's first type: EKS takes the types of an on-demand group in their order.
 * Source: EKS user guide, managed-node-groups.html, capacity types; read 2026-11-28.
 */
export function groupNodes(count: number, { cluster, region }: Config): readonly Item[] {
  const [type = ""] = cluster.nodes.instanceTypes;
  const usd = times(instanceOf(type, region)?.usdPerHour ?? "unknown", count * hoursPerMonth);
  return [
    { thing: `${count} x ${type}`, usd },
    { thing: nodeDisks, usd: "unknown" },
  ];
}

export function managerItem(runner: Runner, size: PodSize, region: string): Item {
  return { thing: `manager ${runner.name}`, usd: times(podUsdPerHour(size, region), hoursPerMonth) };
}

export function compareManagers(config: Config): ManagerPlaces {
  const { cluster, region, runners } = config;
  const now = cluster.managers;
  const sizes = (placement: Placement) => runners.map((runner) => managerOn(runner, placement, now));
  const shared = cluster.systemPods === "nodes";
  const fargate = total([
    ...sizes("fargate").flatMap((size, at) =>
      runners.slice(at, at + 1).map((r) => managerItem(r, size, region)),
    ),
    ...(shared ? groupNodes(cluster.nodes.count, config) : []),
  ]);
  const [instanceType = ""] = cluster.nodes.instanceTypes;
  const needed = nodesFor(
    [...(shared ? karpenterPods(config) : []), ...sizes("nodes")],
    instanceOf(instanceType, region),
  );
  const nodeCount = needed && Math.max(needed, cluster.nodes.count);
  const nodes = total(
    nodeCount === undefined
      ? [{ thing: `nodes of ${instanceType}`, usd: "unknown" }]
      : groupNodes(nodeCount, config),
  );
  return { fargate, nodes, nodeCount, instanceType, cheaper: cheaper(fargate, nodes) };
}

function cheaper(fargate: Total, nodes: Total): ManagerPlaces["cheaper"] {
  const missing = [...fargate.unknown, ...nodes.unknown].filter((thing) => thing !== nodeDisks);
  if (missing.length > 0) return undefined;
  const usd = fargate.usd - nodes.usd;
  return { place: usd > 0 ? "nodes" : "fargate", usd: Math.abs(usd) };
}

function karpenterPods({ addons, versions }: Config): readonly PodSize[] {
  if (!addons.karpenter.enabled) return [];
  const { pods, size } = systemPods.karpenter[versions.set];
  return Array.from({ length: pods }, () => ({ cpu: size.vcpu, memoryMiB: 0 }));
}

/** The largest first, each on the first node with room; undefined where one is larger than a node. */
export function nodesFor(pods: readonly PodSize[], instance: Instance | undefined): number | undefined {
  if (instance === undefined) return undefined;
  const whole = { milliCpu: Math.round((instance.vcpu - daemonCpu) * 1000), memoryMiB: instance.memoryMiB };
  const free: { milliCpu: number; memoryMiB: number }[] = [];
  for (const { cpu, memoryMiB } of [...pods].sort((one, other) => other.cpu - one.cpu)) {
    const milliCpu = Math.round(cpu * 1000);
    const holds = (node: typeof whole) => node.milliCpu >= milliCpu && node.memoryMiB >= memoryMiB;
    if (!holds(whole)) return undefined;
    let node = free.find(holds);
    if (node === undefined) free.push((node = { ...whole }));
    node.milliCpu -= milliCpu;
    node.memoryMiB -= memoryMiB;
  }
  return free.length;
}
