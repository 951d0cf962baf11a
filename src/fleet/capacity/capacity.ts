/**
 * What a configuration's fleet does with a number of jobs. Each group of like runners is simulated as it is configured;
 * then its bottleneck is removed, and the next one, and every step carries the change that the user would make.
 */
import { isDeepStrictEqual } from "node:util";
import type { Config } from "../../config";
import { fargateManager } from "../../config/placement/items";
import { total, type Usd } from "../../config/placement/usd";
import { findBottlenecks, type Relief } from "./find-bottlenecks";
import { recommendationText } from "./recommendation";
import type { Fleet, Outcome, Resource } from "./fleet";
import { fleetGroups, type FleetGroup } from "./groups";
import { simulate } from "./simulate";

export interface CapacityStep {
  readonly limits: readonly Resource[];
  /** What to write where, or what to ask AWS for. */
  readonly change: string;
  readonly outcome: Outcome;
  /** What is paid more around the clock: for managers, since a quota or an interval has no price. */
  readonly usdPerMonth: Usd;
}

export interface GroupCapacity extends Pick<FleetGroup, "runners" | "compute" | "concurrent"> {
  readonly jobSeconds: number;
  /** With the most room that is kept warm at any time of the week. */
  readonly outcome: Outcome;
  readonly warm: WarmCapacity | undefined;
  /** The first names what limits the fleet as it is configured. */
  readonly steps: readonly CapacityStep[];
}

/** What warm capacity brings. */
interface WarmCapacity {
  readonly jobs: number;
  /** The same jobs while nothing is warm. */
  readonly cold: Outcome;
}

export interface CapacityResult {
  readonly jobs: number;
  /** Runners that serve the same jobs, each as if all jobs were for them. */
  readonly groups: readonly GroupCapacity[];
}

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

/** On nodes the managers use room that is paid for already, or not: that is not known. */
function extraUsd({ cluster, region }: Config, { before, fleet, limits }: Relief): Usd {
  // Storage and transfer of a registry have no recorded price.
  if (limits.includes("image-pulls")) return "unknown";
  const cost = ({ managers }: Fleet) =>
    managers.map(({ name, cpu, memoryMiB }) => fargateManager(name, { cpu, memoryMiB }, region));
  const [old, fresh] = [total(cost(before)), total(cost(fleet))];
  if (isDeepStrictEqual(before.managers, fleet.managers)) return 0;
  return cluster.managers === "nodes" || fresh.unknown.length > 0 ? "unknown" : fresh.usd - old.usd;
}

function warmCapacity(fleet: Fleet, jobs: number): WarmCapacity | undefined {
  const { place } = fleet;
  if (place.kind !== "nodes" || place.warmPods === 0) return undefined;
  return { jobs: place.warmPods, cold: simulate({ ...fleet, place: { ...place, warmPods: 0 } }, jobs) };
}
