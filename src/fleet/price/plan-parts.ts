/**
 * Costs around the clock that the resources of a plan cause indirectly: pods of an add-on or of a manager on Fargate, and the
 * instances of a node group. The items are those of `price`, each with the resource whose creation or deletion begins or ends
 * its cost.
 */
import type { Config } from "../../config";
import { needsManagedNodes } from "../../config/placement/managed-nodes";
import { groupNodes, systemItem } from "../../config/placement/items";
import { times, type PricedItem } from "../../config/placement/usd";
import { hoursPerMonth } from "../../facts/aws/prices";
import type { SystemPods } from "../../facts/kubernetes/system-pods";
import type { PlanPart } from "../../review/risks/cost";
import { fargateSystemPods } from "../capacity/resource-demand";
import { managerItems } from "./standing-cost";
import { warmItems } from "./warm-cost";

/** @param on the day of the prices, such as 2026-11-28 */
export function planParts(config: Config, on: string): readonly PlanPart[] {
  const warm = ofRunners(config, (own) => warmItems(own, on));
  return [...ofRunners(config, managerItems), ...system(config), ...nodes(config), ...warm];
}

function part({ thing, usd }: PricedItem, type: string, isOf: PlanPart["isOf"]): PlanPart {
  // The name of an item with a count begins with it, such as `2 x node`.
  const [, number, name = thing] = /^(\d+) x (.*)$/.exec(thing) ?? [];
  const count = Number(number ?? 1);
  return { thing: name, count, usdPerHour: times(usd, 1 / (count * hoursPerMonth)), type, isOf };
}

/** The Helm release of a runner. Its manager and its warm nodes exist as long as the release. */
const releaseOf = (name: string) => (address: string) => address.endsWith(`helm_release.release_${name}`);

function ofRunners(config: Config, itemsOf: (config: Config) => readonly PricedItem[]): readonly PlanPart[] {
  return config.runners.flatMap((runner) =>
    itemsOf({ ...config, runners: [runner] }).map((item) =>
      part(item, "helm_release", releaseOf(runner.name)),
    ),
  );
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

/** EKS add-ons with pods. Karpenter is a Helm release. */
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
