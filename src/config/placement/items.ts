/** Monthly cost of the parts that run around the clock. */
import type { ParsedConfig } from "../schema";
import { hoursPerMonth, nodeDisk, pricedIn } from "../../facts/aws/prices";
import type { SystemPods } from "../../facts/kubernetes/system-pods";
import { podUsdPerHour, sizeUsdPerHour, type PodRequests } from "./fargate-price";
import { instanceOf } from "./instances";
import { times, type PricedItem } from "./usd";

type Group = Pick<ParsedConfig["cluster"]["nodes"], "instanceTypes" | "diskGiB">;

/** Monthly cost of a manager on Fargate. */
export function fargateManager(name: string, size: PodRequests, region: string): PricedItem {
  return { thing: `manager ${name}`, usd: times(podUsdPerHour(size, region), hoursPerMonth) };
}

/** Monthly cost of system pods on Fargate. */
export function systemItem({ name, pods, size }: SystemPods, region: string): PricedItem {
  return {
    thing: `${pods} x ${name} on Fargate`,
    usd: times(sizeUsdPerHour(size, region), pods * hoursPerMonth),
  };
}

/**
 * Instances of the group's first type: EKS takes the types of an on-demand group in their order.
 * Source: EKS user guide, managed-node-groups.html, capacity types; read 2026-11-28.
 */
export function groupNodes(
  { instanceTypes, diskGiB }: Group,
  count: number,
  region: string,
): readonly PricedItem[] {
  const [type = ""] = instanceTypes;
  const usd = times(instanceOf(type, region)?.usdPerHour ?? "unknown", count * hoursPerMonth);
  return [
    { thing: `${count} x ${type}`, usd },
    { thing: "disks of the nodes", usd: times(diskUsd(region), count * diskGiB) },
  ];
}

function diskUsd(region: string) {
  const elsewhere: Readonly<Record<string, number>> = nodeDisk.elsewhere;
  return pricedIn(nodeDisk, region) ? nodeDisk.usdPerGbMonth : (elsewhere[region] ?? "unknown");
}
