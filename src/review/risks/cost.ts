/**
 * Calculates how a plan changes the bill: each created resource adds its list price, each deleted one subtracts it.
 * Resources without a known price in the plan's Region on the plan's date are counted separately.
 */
import type { Usd } from "../../config/placement/usd";
import { supportOn } from "../../facts/kubernetes/eks-calendar";
import { actionOf } from "../changes";
import type { TerraformPlan, TerraformResourceChange } from "../../clients/terraform/plan-json";
import type { CostChange } from "../stage-review";
import { hoursPerMonth, pricedIn, prices, type Price } from "../../facts/aws/prices";
import { valueAtPath, valueAt, type Json } from "../diff";

/**
 * Cost that no attribute of a resource shows, such as the pods of a Helm release. The caller knows the configuration and
 * passes it to the review.
 */
export interface PlanPart {
  readonly thing: string;
  /** How many of these one resource creates. */
  readonly count: number;
  /** Price of one. */
  readonly usdPerHour: Usd;
  /** Terraform type of the resource. */
  readonly type: string;
  readonly isOf: (address: string) => boolean;
}

type Count = Map<Pick<Price, "thing" | "usdPerHour">, number>;

/** The Region in the AWS provider's configuration; undefined unless it is a constant there. */
function regionOf({ configuration }: TerraformPlan): string | undefined {
  const aws = configuration?.provider_config["aws"]?.expressions ?? null;
  const region = valueAtPath(aws, "region", "constant_value");
  return typeof region === "string" && /^[a-z]{2}[a-z-]*-\d+$/.test(region) ? region : undefined;
}

/** Resources with one price each. The alarms and metric filters that glrunner creates have one metric each. */
const priceByType: ReadonlyMap<string, Price> = new Map<string, Price>([
  ["aws_nat_gateway", prices.natGateway],
  ["aws_eip", prices.publicAddress],
  ["aws_cloudwatch_dashboard", prices.dashboard],
  ["aws_cloudwatch_metric_alarm", prices.alarm],
  ["aws_cloudwatch_log_metric_filter", prices.metric],
]);

/** The price of a resource; "unknown" for a cluster whose support phase is not known, undefined for an unpriced type. */
function priceOf(type: string, value: Json, date: string | undefined): Price | "unknown" | undefined {
  if (type !== "aws_eks_cluster") return priceByType.get(type);
  const version = valueAt(value, "version");
  if (typeof version !== "string" || date === undefined) return "unknown";
  const support = supportOn(version, date);
  if (support === "standard") return prices.cluster;
  return support === "extended" ? prices.extendedCluster : "unknown";
}

interface Tally {
  readonly known: Count;
  /** Counts by the name of the price. */
  readonly unknown: Map<string, number>;
}

function add<K>(counts: Map<K, number>, key: K, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

function tally(
  resources: readonly TerraformResourceChange[],
  plan: TerraformPlan,
  parts: readonly PlanPart[],
): Tally {
  const [region, date] = [regionOf(plan), plan.timestamp?.slice(0, 10)];
  const result: Tally = { known: new Map(), unknown: new Map() };
  const counts = new Map<PlanPart, number>();
  for (const { type, address, change } of resources) {
    const sides = [
      [change.before, -1],
      [change.after, 1],
    ] as const;
    for (const [value, sign] of sides) {
      if (value === null) continue;
      for (const each of parts)
        if (each.type === type && each.isOf(address)) add(counts, each, sign * each.count);
      const price = priceOf(type, value, date);
      if (price === undefined) continue;
      if (price === "unknown") add(result.unknown, prices.cluster.thing, sign);
      else if (region === undefined || !pricedIn(price, region)) add(result.unknown, price.thing, sign);
      else add(result.known, price, sign);
    }
  }
  for (const [{ thing, usdPerHour }, count] of counts) {
    if (usdPerHour === "unknown") add(result.unknown, thing, count);
    else if (count !== 0) result.known.set({ thing, usdPerHour }, count);
  }
  return result;
}

/** Rounds to four decimal places, as many as the prices have. */
const round = (usd: number) => Math.round(usd * 10_000) / 10_000;

/**
 * The change of the hourly cost. A replacement, an update or an import changes nothing.
 *
 * @param parts default none
 */
export function costOf(plan: TerraformPlan, parts: readonly PlanPart[] = []): CostChange {
  const changed = plan.resource_changes.filter(
    ({ mode, change }) =>
      mode === "managed" && ["create", "update", "delete", "replace"].includes(actionOf(change)),
  );
  const { known, unknown } = tally(changed, plan, parts);
  const items = [...known]
    .filter(([, count]) => count !== 0)
    .map(([{ thing, usdPerHour }, count]) => ({ thing, count, usdPerHour: round(count * usdPerHour) }));
  return {
    usdPerHour: round(items.reduce((sum, item) => sum + item.usdPerHour, 0)),
    items,
    unknown: [...unknown].filter(([, count]) => count !== 0).map(([thing, count]) => ({ thing, count })),
  };
}

/** Adds up the changes of several plans. */
export function sumOfCosts(costs: readonly CostChange[]): CostChange {
  const known = new Map<string, { readonly thing: string; count: number; usdPerHour: number }>();
  const unknown = new Map<string, number>();
  for (const { thing, count, usdPerHour } of costs.flatMap(({ items }) => items)) {
    const sum = known.get(thing) ?? { thing, count: 0, usdPerHour: 0 };
    known.set(thing, { thing, count: sum.count + count, usdPerHour: round(sum.usdPerHour + usdPerHour) });
  }
  for (const { thing, count } of costs.flatMap((cost) => cost.unknown)) add(unknown, thing, count);
  return {
    usdPerHour: round(costs.reduce((sum, cost) => sum + cost.usdPerHour, 0)),
    items: [...known.values()],
    unknown: [...unknown].map(([thing, count]) => ({ thing, count })),
  };
}

/** `+$0.123`. */
export const signedUsd = (usd: number, digits: number) =>
  `${usd < 0 ? "-" : "+"}$${Math.abs(usd).toFixed(digits)}`;
const signedCount = ({ thing, count }: { thing: string; count: number }) =>
  `${count > 0 ? "+" : "-"}${Math.abs(count)} ${thing}`;

/** The change of cost as one sentence; undefined when no priced resource changes. */
export function costText({ usdPerHour, items, unknown }: CostChange): string | undefined {
  if (items.length === 0 && unknown.length === 0) return undefined;
  const known = `${signedUsd(usdPerHour, 3)} an hour, about ${signedUsd(usdPerHour * hoursPerMonth, 0)} a month (${items.map(signedCount).join("; ")})`;
  const rest = `price not known here: ${unknown.map(signedCount).join("; ")}`;
  return [...(items.length > 0 ? [known] : []), ...(unknown.length > 0 ? [rest] : [])].join("; ");
}
