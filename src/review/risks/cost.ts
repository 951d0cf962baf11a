/** What a plan changes of the bill, as far as prices are known for its Region and its date. */
import { supportOn } from "../../facts/eks-calendar";
import { actionOf } from "../changes";
import type { TerraformPlan, TerraformResourceChange } from "../../clients/terraform/plan-json";
import type { CostChange } from "../stage-review";
import { hoursPerMonth, pricedIn, prices, type Price } from "../../facts/prices";
import { valueAtPath, valueAt, type Json } from "../diff";

type Count = Map<Price, number>;

/** Of the AWS provider itself; undefined where it comes from somewhere else. */
function regionOf({ configuration }: TerraformPlan): string | undefined {
  const aws = configuration?.provider_config["aws"]?.expressions ?? null;
  const region = valueAtPath(aws, "region", "constant_value");
  return typeof region === "string" && /^[a-z]{2}[a-z-]*-\d+$/.test(region) ? region : undefined;
}

/** What costs the same however it is made: alarms of ours have one metric each, as filters have. */
const priceByType: ReadonlyMap<string, Price> = new Map<string, Price>([
  ["aws_nat_gateway", prices.natGateway],
  ["aws_eip", prices.publicAddress],
  ["aws_cloudwatch_dashboard", prices.dashboard],
  ["aws_cloudwatch_metric_alarm", prices.alarm],
  ["aws_cloudwatch_log_metric_filter", prices.metric],
]);

/** What is paid for something as it is; undefined where that is not known. */
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
  /** By the thing's name. */
  readonly unknown: Map<string, number>;
}

function add<K>(counts: Map<K, number>, key: K, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

function tally(resources: readonly TerraformResourceChange[], plan: TerraformPlan): Tally {
  const [region, date] = [regionOf(plan), plan.timestamp?.slice(0, 10)];
  const result: Tally = { known: new Map(), unknown: new Map() };
  for (const { type, change } of resources) {
    const sides = [
      [change.before, -1],
      [change.after, 1],
    ] as const;
    for (const [value, sign] of sides) {
      const price = value === null ? undefined : priceOf(type, value, date);
      if (price === undefined) continue;
      if (price === "unknown") add(result.unknown, prices.cluster.thing, sign);
      else if (region === undefined || !pricedIn(price, region)) add(result.unknown, price.thing, sign);
      else add(result.known, price, sign);
    }
  }
  return result;
}

/** Prices have at most four places; so do sums. */
const round = (usd: number) => Math.round(usd * 10_000) / 10_000;

export function costOf(plan: TerraformPlan): CostChange {
  const changed = plan.resource_changes.filter(
    ({ mode, change }) =>
      mode === "managed" && ["create", "update", "delete", "replace"].includes(actionOf(change)),
  );
  const { known, unknown } = tally(changed, plan);
  const items = [...known]
    .filter(([, count]) => count !== 0)
    .map(([{ thing, usdPerHour }, count]) => ({ thing, count, usdPerHour: round(count * usdPerHour) }));
  return {
    usdPerHour: round(items.reduce((sum, item) => sum + item.usdPerHour, 0)),
    items,
    unknown: [...unknown].filter(([, count]) => count !== 0).map(([thing, count]) => ({ thing, count })),
  };
}

const signed = (usd: number, digits: number) => `${usd < 0 ? "-" : "+"}$${Math.abs(usd).toFixed(digits)}`;
const counted = ({ thing, count }: { thing: string; count: number }) =>
  `${count > 0 ? "+" : "-"}${Math.abs(count)} ${thing}`;

/** One sentence; undefined where nothing that is priced changes. */
export function costText({ usdPerHour, items, unknown }: CostChange): string | undefined {
  if (items.length === 0 && unknown.length === 0) return undefined;
  const known = `${signed(usdPerHour, 3)} an hour, about ${signed(usdPerHour * hoursPerMonth, 0)} a month (${items.map(counted).join("; ")})`;
  const rest = `price not known here: ${unknown.map(counted).join("; ")}`;
  return [...(items.length > 0 ? [known] : []), ...(unknown.length > 0 ? [rest] : [])].join("; ");
}
