/**
 * The costs of one job, of all jobs at once, and of a job whose pod is stuck. On nodes one job costs its share of a full node.
 * All jobs together cost whole nodes for the time that the fleet model calculates. A stuck pod costs a whole node, because
 * Karpenter does not remove the node under it.
 */
import { jobCpu } from "../capacity/resource-demand";
import { fleetGroups, poolOf, type FleetGroup } from "../capacity/groups";
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
import { podUsd } from "./pod-cost";
import { cheapestFor, instancesOf } from "./instances";

export interface JobFigures {
  readonly job: Usd;
  readonly jobs: Usd;
  readonly hungUntilTimeout: Usd;
  /** A stuck pod that nothing ends: without a timeout, or without a manager. */
  readonly hungMonth: Usd;
}

export interface JobCosts {
  /** Runners for the same jobs. */
  readonly runners: readonly string[];
  readonly compute: Runner["compute"];
  readonly jobSeconds: number;
  /** The billed size on Fargate. */
  readonly size: FargateSize | undefined;
  readonly timeoutSeconds: number;
  /** The outcome of the fleet as configured, by the fleet model. */
  readonly run: Pick<Outcome, "jobs" | "succeeded" | "seconds">;
  readonly usd: JobFigures;
  /** For `spot` and `spot-first`: the on-demand costs, which are the maximum for `spot-first`. */
  readonly atMost: JobFigures | undefined;
}

const unknown: JobFigures = {
  job: "unknown",
  jobs: "unknown",
  hungUntilTimeout: "unknown",
  hungMonth: "unknown",
};

/** The costs for each group of runners. @param jobs queued at once */
export function jobCosts(config: Config, jobs: number): readonly JobCosts[] {
  return fleetGroups(config).map((group) => {
    const runners = config.runners.filter((_, index) => group.indices.includes(index));
    const [runner] = runners;
    if (runner === undefined) throw new Error("a group has a runner");
    return groupCosts(config, { group, runner, jobs, timeoutSeconds: maxTimeoutSeconds(runners) });
  });
}

/** The cost of a job of this duration: of its pod on Fargate, of its share of a full node, on Spot by `spotPercent`. */
export function jobUsd(config: Config, runner: Runner, seconds: number): Usd {
  const { capacity, region } = config;
  if (runner.compute === "fargate") return podUsd(requestsOf(runner), seconds, region);
  const full = cheapestFor(poolInstances(config, runner), requestsOf(runner));
  if (full === undefined) return "unknown";
  const usd = (full.instance.usdPerHour / full.pods) * (seconds / 3600);
  if (!mayBeInterrupted(runner.compute)) return usd;
  return capacity.spotPercent === undefined ? "unknown" : usd * (capacity.spotPercent / 100);
}

function poolInstances({ addons, region }: Config, runner: Runner): readonly Instance[] {
  const pool = poolOf(addons, runner);
  return pool === undefined ? [] : instancesOf(pool, region);
}

function maxTimeoutSeconds(runners: readonly Runner[]): number {
  return Math.max(...runners.map((runner) => runner.maximumTimeoutSeconds ?? gitlabLimits.jobTimeoutSeconds));
}

interface GroupContext {
  readonly group: FleetGroup;
  readonly runner: Runner;
  readonly jobs: number;
  readonly timeoutSeconds: number;
}

function groupCosts(config: Config, context: GroupContext): JobCosts {
  const { group, runner, timeoutSeconds } = context;
  const outcome = simulate(group.fleet, context.jobs);
  const onFargate = group.compute === "fargate";
  const figures = onFargate ? fargateFigures(config, context) : nodeFigures(config, context, outcome);
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
 * The on-demand figures converted to Spot: unknown without the percentage of the account, because Spot has no list price. With
 * `spot-first` they apply while Spot has capacity. Karpenter never uses a Spot instance that costs more than the cheapest
 * on-demand one. Source: aws/karpenter-provider-aws@v1.12.2:pkg/providers/instance/filter/filter.go
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
  const instances = poolInstances(config, runner);
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
