/** The monthly cost around the clock, without jobs, item by item. */
import { fargateSystemPods } from "../capacity/resource-demand";
import type { Config } from "../../config";
import { countedMetrics, enabledAlarms } from "../../config/resolve/alarms";
import { addonsWithPods } from "../../config/resolve/enabled-addons";
import { needsManagedNodes } from "../../config/placement/managed-nodes";
import { eksRelease, supportOn, type EksSupport } from "../../facts/kubernetes/eks-calendar";
import { fargateManager, groupNodes, systemItem } from "../../config/placement/items";
import { times, total, type PricedItem, type Total, type Usd } from "../../config/placement/usd";
import type { StageName } from "../../config/stages";
import { toMiB } from "../../config/units";
import { gatewayService } from "../../facts/aws/vpc-endpoints";
import { hoursPerMonth, prices, usdPerHourIn, type Price } from "../../facts/aws/prices";
import { warmItems } from "./warm-cost";

export interface ControlPlane {
  readonly kubernetes: string;
  readonly support: EksSupport;
  /** Last day of standard support, after which the version costs more; undefined for an unknown version. */
  readonly standardUntil: string | undefined;
  readonly usd: Usd;
  readonly extendedUsd: Usd;
}

/** An item with its monthly cost and the stage that creates it. */
export interface StandingItem extends PricedItem {
  readonly stage: StageName;
}

export interface StandingCost {
  readonly hours: number;
  /** The sum of the items of a stage is the monthly cost of the stage. */
  readonly items: readonly StandingItem[];
  readonly total: Total;
  readonly controlPlane: ControlPlane;
}

/** @param on a day, such as 2026-11-28, on which the price of the Kubernetes version depends */
export function standingCost(config: Config, on: string): StandingCost {
  const controlPlane = controlPlaneOf(config, on);
  const { kubernetes, support, usd } = controlPlane;
  const of = (stage: StageName, items: readonly PricedItem[]) => items.map((item) => ({ ...item, stage }));
  const items: readonly StandingItem[] = [
    ...of("eks", [{ thing: `control plane, Kubernetes ${kubernetes} (support: ${support})`, usd }]),
    ...of("vpc", gateways(config)),
    ...of("runners", managerItems(config)),
    ...system(config),
    ...of(
      "eks",
      needsManagedNodes(config.cluster)
        ? groupNodes(config.cluster.nodes, config.cluster.nodes.count, config.region)
        : [],
    ),
    ...of("addons", alarmItems(config)),
    ...of("runners", warmItems(config, on)),
    ...of(
      "addons",
      (config.cluster.systemPods === "fargate" ? addonsWithPods(config.addons.blueprints) : []).map(
        (addon): PricedItem => ({ thing: `pods of the add-on ${addon}`, usd: "unknown" }),
      ),
    ),
  ];
  return { hours: hoursPerMonth, items, total: total(items), controlPlane };
}

function monthly(price: Price, region: string): Usd {
  return times(usdPerHourIn(price, region) ?? "unknown", hoursPerMonth);
}

function controlPlaneOf({ versions: { kubernetes }, region }: Config, on: string): ControlPlane {
  const support = supportOn(kubernetes, on);
  const [usual, extendedUsd] = [monthly(prices.cluster, region), monthly(prices.extendedCluster, region)];
  const usd = support === "standard" ? usual : support === "extended" ? extendedUsd : "unknown";
  return { kubernetes, support, standardUntil: eksRelease(kubernetes)?.endOfStandard, usd, extendedUsd };
}

/** NAT gateways, addresses and endpoints of a created network. Those of an existing network are unknown. */
function gateways({ network, region }: Config): readonly PricedItem[] {
  if (network.kind === "existing") return [{ thing: "the egress of the existing network", usd: "unknown" }];
  const zones = network.privateSubnets.length;
  const count = { none: 0, single: 1, "per-zone": zones }[network.nat];
  const interfaces = network.endpoints.filter((service) => service !== gatewayService).length * zones;
  const counts = [
    [prices.natGateway, count],
    [prices.publicAddress, count],
    [prices.interfaceEndpoint, interfaces],
  ] as const;
  return counts
    .filter(([, count]) => count > 0)
    .map(([price, count]) => ({
      thing: `${count} x ${price.thing}`,
      usd: times(monthly(price, region), count),
    }));
}

function alarmItems({ addons, region }: Config): readonly PricedItem[] {
  if (!addons.alarms.enabled) return [];
  const counts = [
    [prices.dashboard, 1],
    [prices.alarm, enabledAlarms(addons).length],
    [prices.metric, countedMetrics.length],
  ] as const;
  return counts.map(([price, count]) => ({
    thing: `${count} x ${price.thing}`,
    usd: times(monthly(price, region), count),
  }));
}

/** The managers on Fargate, one for each runner. */
export function managerItems({ cluster, region, runners }: Config): readonly PricedItem[] {
  if (cluster.managers === "nodes") return [];
  return runners.map(({ name, manager: { cpu, memory } }) =>
    fargateManager(name, { cpu, memoryMiB: toMiB(memory) }, region),
  );
}

function system(config: Config): readonly StandingItem[] {
  return fargateSystemPods(config).map((group) => ({
    ...systemItem(group, config.region),
    stage: group.stage,
  }));
}
