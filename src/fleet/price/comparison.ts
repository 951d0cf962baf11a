/**
 * Compares 1,000 jobs on each kind of compute by the fleet model and the recorded prices: when the first job starts, when the
 * last one ends, and the cost. The fleet has five managers of 200 jobs each, jobs of the default size and duration, and quotas
 * for all of them.
 */
import { parseConfig, type Config } from "../../config";
import type { ComputeClass } from "../../config/schema/runners";
import { total, type Usd } from "../../config/placement/usd";
import { capacity } from "../capacity";
import { firstStartSeconds } from "../capacity/labels";
import { jobCosts } from "./job-cost";
import { warmItems } from "./warm-cost";

/** `warmJobs`: the jobs that fit on the warm nodes. */
export const compared = { jobs: 1000, managers: 5, warmJobs: 100, spotPercent: 50 } as const;

/** Hours of the day with warm nodes. */
const hours = { from: "08:00", to: "18:00" };

/** A Region with all recorded prices, and a day on which the Kubernetes version has standard support. */
const region = "us-east-1";
const on = "2026-11-30";

export interface ComparedCompute {
  readonly name: string;
  readonly firstSeconds: number;
  readonly lastSeconds: number;
  /** Cost of all jobs together. */
  readonly usd: Usd;
  /** The maximum of `usd`, if a part of the jobs may run on Spot. */
  readonly atMost: Usd | undefined;
  /** Cost of the warm nodes for a month. */
  readonly warmUsd: Usd;
}

/** @throws if the built-in configuration is invalid */
export function comparison(): readonly ComparedCompute[] {
  return [
    rowOf("Fargate", configOf("fargate")),
    rowOf("nodes, cold", configOf("on-demand")),
    rowOf(`nodes, room for ${compared.warmJobs} warm`, configOf("on-demand", compared.warmJobs)),
    rowOf("spot-first, cold", configOf("spot-first")),
  ];
}

function rowOf(name: string, config: Config): ComparedCompute {
  const [group] = capacity(config, compared.jobs).groups;
  const [cost] = jobCosts(config, compared.jobs);
  if (group === undefined || cost === undefined) throw new Error("the comparison has a fleet");
  const warm = total(warmItems(config, on));
  return {
    name,
    firstSeconds: firstStartSeconds(group.outcome) ?? NaN,
    lastSeconds: group.outcome.seconds,
    usd: cost.usd.jobs,
    atMost: cost.atMost?.jobs,
    warmUsd: warm.unknown.length > 0 ? "unknown" : warm.usd,
  };
}

function configOf(compute: ComputeClass, warmJobs = 0): Config {
  const quota = 8000;
  const { managers, jobs } = compared;
  const pool = { capacity: compute, maxCpu: quota };
  const fleet = Array.from({ length: managers }, (_, index) => ({
    name: `${compute}-${index + 1}`,
    token: "env:TOKEN",
    compute,
    concurrent: jobs / managers,
    ...(warmJobs > 0 && { warm: { schedule: [{ ...hours, jobs: warmJobs / managers }] } }),
  }));
  const parsed = parseConfig(
    {
      ...{ name: "glrunner", region, network: { cidr: "10.0.0.0/16" } },
      cluster: { endpoint: { allowedCidrs: ["203.0.113.0/24"] } },
      ...(compute !== "fargate" && { addons: { karpenter: { nodePools: { [compute]: pool } } } }),
      runners: compute === "spot-first" ? [...fleet, { name: "twin", token: "env:TWIN" }] : fleet,
      capacity: { fargateVcpuQuota: quota, onDemandVcpuQuota: quota, spotPercent: compared.spotPercent },
    },
    { env: {}, today: on, home: "/" },
  );
  if (!parsed.ok) throw new Error(parsed.problems.map(({ code, path }) => `${code} ${path}`).join("; "));
  return parsed.config;
}
