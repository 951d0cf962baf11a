/** The cost of a configuration by recorded list prices: around the clock, for jobs, and for stuck pods. */
import type { Config } from "../../config";
import { placementChoice } from "../../config/placement";
import { mayBeInterrupted } from "../../config/resolve/routing";
import type { PlacementChoice } from "../../config/placement/types";
import type { Usd } from "../../config/placement/usd";
import {
  instancePrices,
  namedInstancePrices,
  natTraffic,
  nodeDisk,
  pricedIn,
  prices,
  pricesDate,
  type PriceRow,
} from "../../facts/aws/prices";
import { standingCost, type StandingCost } from "./standing-cost";
import { jobCosts, type JobCosts } from "./job-cost";

export interface PriceSource {
  readonly things: readonly string[];
  readonly date: string;
  readonly source: string;
}

export interface PriceResult {
  readonly region: string;
  readonly on: string;
  readonly jobs: number;
  readonly idle: StandingCost;
  /** System pods and managers, on Fargate and on nodes. */
  readonly platform: PlacementChoice;
  readonly runs: readonly JobCosts[];
  /** Included in no sum, because the traffic of jobs is unknown. */
  readonly natUsdPerGb: Usd;
  /** Items without a recorded price in this Region. */
  readonly unknown: readonly string[];
  readonly sources: readonly PriceSource[];
}

/** @param jobs queued at once @param on the day of the prices, such as 2026-11-28 */
export function price(config: Config, jobs: number, on: string): PriceResult {
  const { region } = config;
  const idle = standingCost(config, on);
  const platform = placementChoice(config.cluster);
  const runs = jobCosts(config, jobs);
  const natUsdPerGb = pricedIn(natTraffic, region) ? natTraffic.usdPerGb : "unknown";
  return {
    ...{ region, on, jobs, idle, platform, runs, natUsdPerGb },
    unknown: [
      ...new Set([
        ...idle.total.unknown,
        ...platform.fargate.unknown,
        ...platform.nodes.unknown,
        ...runs.filter(({ usd }) => usd.job === "unknown").map(jobsName),
        ...(natUsdPerGb === "unknown" ? [natTraffic.thing] : []),
      ]),
    ],
    sources: sources(),
  };
}

function jobsName({ runners: [first = ""], compute }: JobCosts): string {
  const why = " (Spot has no list price: set capacity.spotPercent to the share that you pay)";
  return `jobs of ${first}${mayBeInterrupted(compute) ? why : ""}`;
}

function sources(): readonly PriceSource[] {
  const rows: readonly PriceRow[] = [...Object.values(prices), natTraffic, nodeDisk];
  const distinct = [...new Set(rows.map(({ source }) => source))];
  return [
    ...distinct.map((source) => ({
      things: rows.filter((row) => row.source === source).map(({ thing }) => thing),
      date: rows.find((row) => row.source === source)?.date ?? pricesDate,
      source,
    })),
    { things: ["instances, on demand"], date: instancePrices.date, source: instancePrices.source },
    {
      things: [`instances, on demand, in ${Object.keys(namedInstancePrices.regions).join(", ")}`],
      date: namedInstancePrices.date,
      source: namedInstancePrices.source,
    },
  ];
}
