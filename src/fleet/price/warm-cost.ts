/**
 * The monthly cost of warm capacity: for each part of the week, the cheapest nodes that have room for the pause pods. Spot costs
 * `capacity.spotPercent` of the on-demand price; without that setting the full on-demand price, which is the maximum.
 */
import type { Config, Runner } from "../../config";
import { times, type PricedItem, type Usd } from "../../config/placement/usd";
import { mayBeInterrupted } from "../../config/resolve/routing";
import { pausePod, pausePods, maxWarmJobs, warmShares, warmText } from "../../config/resolve/warm";
import { hoursPerMonth } from "../../facts/aws/prices";
import { poolOf } from "../capacity/groups";
import { cheapestFor, instancesOf } from "./instances";

/** An item for each runner with warm capacity. @param on a day, for the offsets of time zones */
export function warmItems(config: Config, on: string): readonly PricedItem[] {
  return config.runners
    .filter(({ warm }) => maxWarmJobs(warm) > 0)
    .map((runner) => ({ thing: nameOf(config, runner), usd: warmUsd(config, runner, on) }));
}

function nameOf({ capacity }: Config, { name, compute, warm }: Runner): string {
  const atMost = mayBeInterrupted(compute) && capacity.spotPercent === undefined;
  const kept = warm === undefined ? "" : warmText(warm);
  return `warm nodes of ${name} (${kept})${atMost ? ", at most: by on-demand prices" : ""}`;
}

function warmUsd({ addons, capacity, region }: Config, runner: Runner, on: string): Usd {
  const { warm, job, compute } = runner;
  const pool = poolOf(addons, runner);
  if (pool === undefined || warm === undefined) return "unknown";
  const full = cheapestFor(instancesOf(pool, region), pausePod(job));
  if (full === undefined) return "unknown";
  const nodes = [...warmShares(warm, on)].map(
    ([jobs, share]) => Math.ceil(pausePods(pool, job, jobs) / full.pods) * share,
  );
  const usd = nodes.reduce((sum, count) => sum + count, 0) * full.instance.usdPerHour * hoursPerMonth;
  return mayBeInterrupted(compute) ? times(usd, (capacity.spotPercent ?? 100) / 100) : usd;
}
