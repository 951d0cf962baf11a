/**
 * Calculates how a fleet runs a number of jobs. It simulates each group of equal runners as configured, removes its bottleneck,
 * then the next one, and so on. Each step has the change that the user would make.
 */
import { isDeepStrictEqual } from "node:util";
import type { Config } from "../../config";
import { fargateManager } from "../../config/placement/items";
import { total, type Usd } from "../../config/placement/usd";
import { findBottlenecks, type FleetChange } from "./find-bottlenecks";
import { recommendationText } from "./recommendation";
import type { Fleet, Outcome, Resource } from "./fleet";
import { fleetGroups, type FleetGroup } from "./groups";
import { simulate } from "./simulate";

export interface CapacityStep {
  readonly limits: readonly Resource[];
  /** Which setting to change, or which quota to request from AWS. */
  readonly change: string;
  readonly outcome: Outcome;
  /** Additional cost around the clock, of managers. Quotas and intervals cost nothing. */
  readonly usdPerMonth: Usd;
}

export interface GroupCapacity extends Pick<FleetGroup, "runners" | "compute" | "concurrent"> {
  readonly jobSeconds: number;
  /** With the largest warm capacity of any time of the week. */
  readonly outcome: Outcome;
  readonly warm: WarmCapacity | undefined;
  /** The first step names the bottleneck of the fleet as configured. */
  readonly steps: readonly CapacityStep[];
}

/** The effect of warm capacity. */
interface WarmCapacity {
  /** Jobs that have room on warm nodes. */
  readonly jobs: number;
  /** The outcome without warm nodes. */
  readonly cold: Outcome;
}

export interface CapacityResult {
  readonly jobs: number;
  /** Groups of runners for the same jobs. Each group is calculated as if it gets all jobs. */
  readonly groups: readonly GroupCapacity[];
}

/** @param jobs queued at once */
export function capacity(config: Config, jobs: number): CapacityResult {
  return {
    jobs,
    groups: fleetGroups(config).map((group) => {
      const { outcome, steps } = findBottlenecks(group.fleet, jobs);
      const { runners, compute, concurrent, fleet } = group;
      return {
        ...{ runners, compute, concurrent, jobSeconds: fleet.job.seconds, outcome },
        warm: warmCapacity(fleet, jobs),
        steps: steps.map((step) => ({
          ...{ limits: step.limits, outcome: step.outcome },
          change: recommendationText(config, group, step),
          usdPerMonth: extraUsd(config, step),
        })),
      };
    }),
  };
}

/** On nodes the cost is unknown, because the managers may use room that is already paid for. */
function extraUsd({ cluster, region }: Config, { before, fleet, limits }: FleetChange): Usd {
  // No price is recorded for storage and transfer of a registry.
  if (limits.includes("image-pulls")) return "unknown";
  const cost = ({ managers }: Fleet) =>
    managers.map(({ name, cpu, memoryMiB }) => fargateManager(name, { cpu, memoryMiB }, region));
  const [old, updated] = [total(cost(before)), total(cost(fleet))];
  if (isDeepStrictEqual(before.managers, fleet.managers)) return 0;
  return cluster.managers === "nodes" || updated.unknown.length > 0 ? "unknown" : updated.usd - old.usd;
}

function warmCapacity(fleet: Fleet, jobs: number): WarmCapacity | undefined {
  const { hosting } = fleet;
  if (hosting.kind !== "nodes" || hosting.warmPods === 0) return undefined;
  return { jobs: hosting.warmPods, cold: simulate({ ...fleet, hosting: { ...hosting, warmPods: 0 } }, jobs) };
}
