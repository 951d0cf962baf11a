/** What is paid for all the time, jobs or none, part by part, for a month. */
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
  /** Last day of standard support, after which the version costs more; undefined of a version that no table has. */
  readonly standardUntil: string | undefined;
  readonly usd: Usd;
  readonly extendedUsd: Usd;
}

/** What a part costs a month, and the stage that creates it. */
export interface StandingItem extends PricedItem {
  readonly stage: StageName;
}

export interface StandingCost {
  readonly hours: number;
  /** The items of a stage, added up, are what that stage costs a month. */
  readonly items: readonly StandingItem[];
  readonly total: Total;
  readonly controlPlane: ControlPlane;
}

/** @param on a day, such as 2026-11-28: the price of a version depends on it */
export function standingCost(config: Config, on: string): StandingCost {
  const controlPlane = controlPlaneOf(config, on);
  const { kubernetes, support, usd } = controlPlane;
  const of = (stage: StageName, items: readonly PricedItem[]) => items.map((item) => ({ ...item, stage }));
  const items: readonly StandingItem[] = [
    ...of("eks", [{ thing: `control plane, Kubernetes ${kubernetes} (support: ${support})`, usd }]),
    ...of("vpc", gateways(config)),
    ...of("runners", managers(config)),
    ...system(config),
    ...of(
      "eks",
      needsManagedNodes(config.cluster)
        ? groupNodes(config.cluster.nodes, config.cluster.nodes.count, config.region)
        : [],
    ),
    ...of("addons", watching(config)),
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

/** Those of a network that glrunner makes: of another it does not know them. */
function gateways({ network, region }: Config): readonly PricedItem[] {
  if (network.kind === "existing") return [{ thing: "the way out of the existing network", usd: "unknown" }];
  const zones = network.privateSubnets.length;
  const count = { none: 0, single: 1, "per-zone": zones }[network.nat];
  const interfaces = network.endpoints.filter((service) => service !== gatewayService).length * zones;
  const counts = [
    [prices.natGateway, count],
    [prices.publicAddress, count],
    [prices.interfaceEndpoint, interfaces],
  ] as const;
  return counts
    .filter(([, each]) => each > 0)
    .map(([price, each]) => ({
      thing: `${each} x ${price.thing}`,
      usd: times(monthly(price, region), each),
    }));
}

function watching({ addons, region }: Config): readonly PricedItem[] {
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

function managers({ cluster, region, runners }: Config): readonly PricedItem[] {
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
