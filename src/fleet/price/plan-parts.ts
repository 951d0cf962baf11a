/**
 * What the resources of a plan cost around the clock beyond themselves: the pods of an add-on or of a manager on Fargate,
 * the machines of a node group. The same items and words as `price`, each with the resource whose creation or deletion
 * begins or ends its cost.
 */
import type { Config } from "../../config";
import { needsManagedNodes } from "../../config/placement/managed-nodes";
import { fargateManager, groupNodes, systemItem } from "../../config/placement/items";
import { times, type PricedItem } from "../../config/placement/usd";
import { toMiB } from "../../config/units";
import { hoursPerMonth } from "../../facts/aws/prices";
import type { SystemPods } from "../../facts/kubernetes/system-pods";
import type { PlanPart } from "../../review";
import { fargateSystemPods } from "../capacity/resource-demand";
import { warmItems } from "./warm-cost";

/** @param on a day, such as 2026-11-28 */
export function planParts(config: Config, on: string): readonly PlanPart[] {
  return [...managers(config), ...system(config), ...nodes(config), ...warm(config, on)];
}

function part({ thing, usd }: PricedItem, type: string, isOf: PlanPart["isOf"]): PlanPart {
  // An item of several begins with their number, which a review counts.
  const [, several, one = thing] = /^(\d+) x (.*)$/.exec(thing) ?? [];
  const count = Number(several ?? 1);
  return { thing: one, count, usdPerHour: times(usd, 1 / (count * hoursPerMonth)), type, isOf };
}

/** Each runner is a Helm release: its manager runs as long as that exists. */
const releaseOf = (name: string) => (address: string) => address.endsWith(`helm_release.release_${name}`);

function managers({ cluster, region, runners }: Config): readonly PlanPart[] {
  if (cluster.managers === "nodes") return [];
  return runners.map(({ name, manager: { cpu, memory } }) => {
    const item = fargateManager(name, { cpu, memoryMiB: toMiB(memory) }, region);
    return part(item, "helm_release", releaseOf(name));
  });
}

function system(config: Config): readonly PlanPart[] {
  return fargateSystemPods(config).map((pods) => {
    const addon = addons.get(pods.name);
    const item = systemItem(pods, config.region);
    return addon === undefined
      ? part(item, "helm_release", (address) => address.includes(".module.karpenter"))
      : part(item, "aws_eks_addon", (address) => address.endsWith(`["${addon}"]`));
  });
}

/** The add-ons of EKS that bring pods. Karpenter is a Helm release. */
const addons: ReadonlyMap<SystemPods["name"], string> = new Map([
  ["CoreDNS", "coredns"],
  ["EBS CSI controller", "aws-ebs-csi-driver"],
]);

function nodes({ cluster, region }: Config): readonly PlanPart[] {
  if (!needsManagedNodes(cluster)) return [];
  return groupNodes(cluster.nodes, cluster.nodes.count, region).map((item) =>
    part(item, "aws_eks_node_group", () => true),
  );
}

function warm(config: Config, on: string): readonly PlanPart[] {
  return config.runners.flatMap((runner) =>
    warmItems({ ...config, runners: [runner] }, on).map((item) =>
      part(item, "helm_release", releaseOf(runner.name)),
    ),
  );
}
