/**
 * What is on around the clock, on Fargate against on managed nodes, a month each: the managers and the system's pods. A
 * side of which something is unknown is not compared, and its list of what is unknown says why.
 */
import { resolveManager } from "../manager";
import { toMiB } from "../quantity";
import type { ParsedConfig } from "../schema";
import type { Placement } from "../schema/cluster";
import { daemonCpu } from "../tables/node-cpu";
import { usableMemoryMiB } from "../tables/node-memory";
import { systemPodsOf, type SystemPods } from "../tables/system-pods";
import { setDefaults } from "../versions";
import { instanceOf } from "./instances";
import { fargateManager, groupNodes, systemItem } from "./items";
import { nodesFor, type PodSize } from "./nodes-for";
import { total, type Item, type Total } from "./usd";

export interface Side extends Total {
  /** Managed nodes that it takes; undefined where that is not known. */
  readonly nodeCount: number | undefined;
}

export interface Comparison {
  readonly fargate: Side;
  readonly nodes: Side;
  readonly instanceType: string;
  /** Undefined where one of the two is not known. */
  readonly cheaper: { readonly place: Placement; readonly usd: number } | undefined;
}

export type Compared = Pick<ParsedConfig, "region" | "versions" | "cluster" | "addons" | "runners">;

/** Wherever the rest is. */
export interface Fixed {
  readonly systemPods?: Placement | undefined;
  readonly managers?: Placement | undefined;
}

export function compare(parsed: Compared, fixed: Fixed): Comparison {
  const side = (place: Placement) =>
    sideOf(parsed, { systemPods: fixed.systemPods ?? place, managers: fixed.managers ?? place });
  const [fargate, nodes] = [side("fargate"), side("nodes")];
  const [instanceType = ""] = parsed.cluster.nodes.instanceTypes;
  return { fargate, nodes, instanceType, cheaper: cheaper(fargate, nodes) };
}

function cheaper(fargate: Side, nodes: Side): Comparison["cheaper"] {
  if (fargate.unknown.length > 0 || nodes.unknown.length > 0) return undefined;
  const usd = fargate.usd - nodes.usd;
  return { place: usd > 0 ? "nodes" : "fargate", usd: Math.abs(usd) };
}

function sideOf(parsed: Compared, { systemPods, managers }: Required<Fixed>): Side {
  const { region, runners } = parsed;
  const system = systemOf(parsed);
  const group =
    systemPods === "nodes" || managers === "nodes"
      ? groupFor(parsed, systemPods === "nodes" ? system : [], managers === "nodes" ? runners : [])
      : { items: [], nodeCount: 0 };
  const items = [
    ...(managers === "fargate" ? runners.map((runner) => managerItem(runner, region)) : []),
    ...(systemPods === "fargate" ? system.map((pods) => systemItem(pods, region)) : []),
    ...group.items,
    ...addonItems(parsed),
  ];
  return { ...total(items), nodeCount: group.nodeCount };
}

type Runner = ParsedConfig["runners"][number];

function sized(runner: Runner, place: Placement): PodSize {
  const { cpu, memory } = resolveManager(runner, place);
  return { cpu, memoryMiB: toMiB(memory) };
}

function managerItem(runner: Runner, region: string): Item {
  return fargateManager(runner.name, sized(runner, "fargate"), region);
}

function systemOf({ versions: { set }, cluster, addons }: Compared): readonly SystemPods[] {
  const ebsCsi = cluster.ebsCsi ?? setDefaults[set].ebsCsi;
  return systemPodsOf({ set, karpenter: addons.karpenter.enabled, ebsCsi });
}

/** Neither what they cost on Fargate is known nor what they ask of a node. */
function addonItems({ addons }: Compared): readonly Item[] {
  return Object.entries(addons.blueprints)
    .filter(([key, value]) => key.startsWith("enable_") && value === true)
    .map(([key]) => ({ thing: `pods of the add-on ${key.replace("enable_", "")}`, usd: "unknown" }));
}

interface NodeGroup {
  readonly items: readonly Item[];
  readonly nodeCount: number | undefined;
}

function groupFor(parsed: Compared, system: readonly SystemPods[], runners: readonly Runner[]): NodeGroup {
  const { region, cluster } = parsed;
  const { count } = cluster.nodes;
  const [type = ""] = cluster.nodes.instanceTypes;
  const unknown = (thing: string): NodeGroup => ({
    items: [{ thing, usd: "unknown" }],
    nodeCount: undefined,
  });
  const node = smallest(cluster.nodes.instanceTypes, region);
  if (node === undefined) return unknown(`nodes of ${cluster.nodes.instanceTypes.join(", ")}`);
  const needed = nodesFor(
    system.map(({ pods, asks, apart }) => ({ pods, apart, ...asks })),
    runners.map((runner) => sized(runner, "nodes")),
    node,
  );
  if (needed === undefined)
    return unknown(`nodes of ${type}: a manager is larger than what pods have of one`);
  if (count !== undefined && count < needed) return unknown(`room on ${count} x ${type}: ${needed} hold all`);
  return { items: groupNodes(cluster.nodes, count ?? needed, region), nodeCount: count ?? needed };
}

/** What pods have of a node, whichever of the types it is; undefined where one of them is not known. */
function smallest(types: readonly string[], region: string): PodSize | undefined {
  const known = types.map((type) => instanceOf(type, region)).filter((instance) => instance !== undefined);
  if (known.length < types.length) return undefined;
  return {
    cpu: Math.min(...known.map(({ vcpu }) => vcpu)) - daemonCpu,
    memoryMiB: Math.min(...known.map(usableMemoryMiB)),
  };
}
