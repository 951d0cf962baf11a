/**
 * What jobs cost: one, so many at once, and one whose pod is stuck until something ends it. On nodes a job pays its share of
 * a full node, all jobs together pay whole nodes for as long as the fleet model says that they take, and a hung pod pays
 * its node alone, since the node is not removed under it.
 */
import { jobCpu } from "../capacity/resource-demand";
import { fleetGroups, type FleetGroup } from "../capacity/groups";
import { simulate } from "../capacity/simulate";
import type { Outcome } from "../capacity/fleet";
import type { Config, Runner } from "../../config";
import { mayBeInterrupted } from "../../config/resolve/routing";
import type { PodRequests } from "../../config/placement/fargate-price";
import type { Instance } from "../../config/placement/instances";
import { times, type Usd } from "../../config/placement/usd";
import { toMiB } from "../../config/units";
import { fargateSize, type FargateSize } from "../../facts/aws/fargate";
import { gitlabLimits } from "../../facts/limits";
import { hoursPerMonth } from "../../facts/aws/prices";
import { podUsd } from "./fargate";
import { cheapestFor, instancesOf } from "./instances";

export interface JobFigures {
  readonly job: Usd;
  readonly jobs: Usd;
  readonly hungUntilTimeout: Usd;
  /** Where nothing ends it: no timeout, or a manager that died. */
  readonly hungMonth: Usd;
}

export interface JobCosts {
  /** Runners that serve the same jobs. */
  readonly runners: readonly string[];
  readonly compute: Runner["compute"];
  readonly jobSeconds: number;
  /** On Fargate: what is paid for. */
  readonly size: FargateSize | undefined;
  readonly timeoutSeconds: number;
  /** By the fleet model, with the fleet as it is configured. */
  readonly run: Pick<Outcome, "jobs" | "succeeded" | "seconds">;
  readonly usd: JobFigures;
  /** Of `spot` and `spot-first`: the same on demand, the most that `spot-first` pays. */
  readonly atMost: JobFigures | undefined;
}

const unknown: JobFigures = {
  job: "unknown",
  jobs: "unknown",
  hungUntilTimeout: "unknown",
  hungMonth: "unknown",
};

export function jobCosts(config: Config, jobs: number): readonly JobCosts[] {
  return fleetGroups(config).map((group) => {
    const [runner, ...others] = config.runners.filter((_, index) => group.indices.includes(index));
    if (runner === undefined) throw new Error("a group has a runner");
    return groupPrices(config, {
      group,
      runner,
      jobs,
      timeoutSeconds: maxTimeoutSeconds([runner, ...others]),
    });
  });
}

/** What a job of this runner costs for so long: on Fargate its pod, on nodes its share of a full one, on Spot by `spotPercent`. */
export function jobUsd(config: Config, runner: Runner, seconds: number): Usd {
  const { capacity, region } = config;
  if (runner.compute === "fargate") return podUsd(requestsOf(runner), seconds, region);
  const full = cheapestFor(poolInstances(config, runner.nodePool), requestsOf(runner));
  if (full === undefined) return "unknown";
  const usd = (full.instance.usdPerHour / full.pods) * (seconds / 3600);
  if (!mayBeInterrupted(runner.compute)) return usd;
  return capacity.spotPercent === undefined ? "unknown" : usd * (capacity.spotPercent / 100);
}

function poolInstances({ addons, region }: Config, name: string | undefined): readonly Instance[] {
  const pool = name === undefined ? undefined : addons.karpenter.nodePools[name];
  return pool === undefined ? [] : instancesOf(pool, region);
}

function maxTimeoutSeconds(runners: readonly Runner[]): number {
  return Math.max(...runners.map((each) => each.maximumTimeoutSeconds ?? gitlabLimits.jobTimeoutSeconds));
}

interface GroupContext {
  readonly group: FleetGroup;
  readonly runner: Runner;
  readonly jobs: number;
  readonly timeoutSeconds: number;
}

function groupPrices(config: Config, asked: GroupContext): JobCosts {
  const { group, runner, timeoutSeconds } = asked;
  const outcome = simulate(group.fleet, asked.jobs);
  const onFargate = group.compute === "fargate";
  const figures = onFargate ? fargateFigures(config, asked) : nodeFigures(config, asked, outcome);
  const { jobs, succeeded, seconds } = outcome;
  return {
    ...{
      runners: group.runners,
      compute: group.compute,
      jobSeconds: group.fleet.job.seconds,
      timeoutSeconds,
    },
    size: onFargate ? fargateSize(requestsOf(runner)) : undefined,
    run: { jobs, succeeded, seconds },
    ...(mayBeInterrupted(group.compute)
      ? { usd: onSpot(figures, config.capacity.spotPercent), atMost: figures }
      : { usd: figures, atMost: undefined }),
  };
}

/**
 * What the on-demand figures are on Spot: unknown without the account's own percentage, since Spot has no list price.
 * With `spot-first` they hold while Spot has capacity, and Karpenter never takes a Spot instance that costs more than the
 * cheapest on-demand one. Source: aws/karpenter-provider-aws@v1.12.2:pkg/providers/instance/filter/filter.go
 * (SpotOfferingFilter), read 2026-11-30.
 */
function onSpot(onDemand: JobFigures, percent: number | undefined): JobFigures {
  if (percent === undefined) return unknown;
  const share = (usd: Usd) => times(usd, percent / 100);
  return {
    job: share(onDemand.job),
    jobs: share(onDemand.jobs),
    hungUntilTimeout: share(onDemand.hungUntilTimeout),
    hungMonth: share(onDemand.hungMonth),
  };
}

function requestsOf(runner: Runner): PodRequests {
  const { memory, helper, ephemeralStorage } = runner.job;
  return {
    cpu: jobCpu(runner),
    memoryMiB: toMiB(memory) + toMiB(helper.memory),
    ...(ephemeralStorage !== undefined && { diskMiB: toMiB(ephemeralStorage) }),
  };
}

function fargateFigures(
  { region }: Config,
  { group, runner, jobs, timeoutSeconds }: GroupContext,
): JobFigures {
  const lasting = (seconds: number) => podUsd(requestsOf(runner), seconds, region);
  const job = lasting(group.fleet.job.seconds);
  return {
    ...{ job, jobs: times(job, jobs) },
    hungUntilTimeout: lasting(timeoutSeconds),
    hungMonth: lasting(hoursPerMonth * 3600),
  };
}

function nodeFigures(
  config: Config,
  { group, runner, jobs, timeoutSeconds }: GroupContext,
  outcome: Outcome,
): JobFigures {
  const instances = poolInstances(config, group.nodePool);
  const full = cheapestFor(instances, requestsOf(runner));
  const single = instances.filter((instance) => cheapestFor([instance], requestsOf(runner)) !== undefined);
  if (full === undefined) return unknown;
  const { usdPerHour } = full.instance;
  const alone = Math.min(...single.map((instance) => instance.usdPerHour));
  const nodes = Math.ceil(outcome.peakPods / full.pods);
  return {
    job: (usdPerHour / full.pods) * (group.fleet.job.seconds / 3600),
    jobs: outcome.succeeded === jobs ? nodes * usdPerHour * (outcome.seconds / 3600) : "unknown",
    hungUntilTimeout: alone * (timeoutSeconds / 3600),
    hungMonth: alone * hoursPerMonth,
  };
}
