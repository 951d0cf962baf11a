/**
 * Compares the monthly cost of the managers and the system pods, which run around the clock, on Fargate and on managed nodes.
 * A side with an unknown cost is not compared, and lists the unknown items.
 */
import { addonsWithPods, nodeAgents } from "../resolve/enabled-addons";
import type { ParsedConfig } from "../schema";
import type { Placement } from "../schema/cluster";
import { instanceOf } from "./instances";
import { fargateManager, groupNodes, systemItem } from "./items";
import { managerSize, neededNodes, systemOf, type Placements } from "./node-count";
import type { Comparison, Side } from "./types";
import { total, type PricedItem } from "./usd";

type Compared = Pick<ParsedConfig, "region" | "versions" | "cluster" | "addons" | "runners">;

/** Placements that the configuration fixes, and that are the same on both sides. */
interface FixedPlacements {
  readonly systemPods?: Placement | undefined;
  readonly managers?: Placement | undefined;
}

/** Compares both placements, with fixed placements on both sides. */
export function compare(parsed: Compared, fixed: FixedPlacements): Comparison {
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

function sideOf(parsed: Compared, { systemPods, managers }: Placements): Side {
  const { region, runners } = parsed;
  const onNodes = systemPods === "nodes" || managers === "nodes";
  const group = onNodes ? groupFor(parsed, { systemPods, managers }) : { items: [], nodeCount: 0 };
  const items = [
    ...(managers === "fargate" ? runners.map((runner) => managerItem(runner, region)) : []),
    ...(systemPods === "fargate" ? systemOf(parsed).map((pods) => systemItem(pods, region)) : []),
    ...group.items,
    ...addonItems(parsed, onNodes),
  ];
  return { ...total(items), nodeCount: group.nodeCount };
}

function managerItem(runner: ParsedConfig["runners"][number], region: string): PricedItem {
  return fargateManager(runner.name, managerSize(runner, "fargate"), region);
}

/** Both the cost of add-ons on Fargate and their requests on a node are unknown. */
function addonItems({ addons }: Compared, onNodes: boolean): readonly PricedItem[] {
  const agents = onNodes ? nodeAgents(addons.blueprints) : [];
  return [
    ...addonsWithPods(addons.blueprints).map((addon) => `pods of the add-on ${addon}`),
    ...agents.map((addon) => `room that the add-on ${addon} takes on each node`),
  ].map((thing) => ({ thing, usd: "unknown" }));
}

interface NodeGroup {
  readonly items: readonly PricedItem[];
  readonly nodeCount: number | undefined;
}

/** With two nodes, the loss of one does not stop all pods. */
const minNodes = 2;

function groupFor(parsed: Compared, placements: Placements): NodeGroup {
  const { region, cluster, runners } = parsed;
  const { count, instanceTypes } = cluster.nodes;
  const [type = ""] = instanceTypes;
  const unknown = (thing: string): NodeGroup => ({
    items: [{ thing, usd: "unknown" }],
    nodeCount: undefined,
  });
  const priced = instanceTypes.every((name) => instanceOf(name, region) !== undefined);
  const needed = neededNodes(parsed, runners, instanceTypes, placements, minNodes);
  if (!priced || needed === "unknown") return unknown(`nodes of ${instanceTypes.join(", ")}`);
  if (needed === "too small")
    return unknown(
      `nodes of ${instanceTypes.join(", ")}: a manager is larger than the room on the smallest type`,
    );
  if (count !== undefined && count < needed)
    return unknown(`room on ${count} x ${type}: the pods need ${needed}`);
  return { items: groupNodes(cluster.nodes, count ?? needed, region), nodeCount: count ?? needed };
}
