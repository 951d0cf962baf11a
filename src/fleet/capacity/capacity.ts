/**
 * What a configuration's fleet does with a number of jobs. Each group of like runners is simulated as it is configured;
 * then its bottleneck is removed, and the next one, and every step carries the change that the user would make.
 */
import type { Config } from "../../config";
import { findBottlenecks } from "./find-bottlenecks";
import { recommendationText } from "./recommendation";
import type { Fleet, Outcome, Resource } from "./fleet";
import { fleetGroups, type FleetGroup } from "./groups";
import { simulate } from "./simulate";

export interface CapacityStep {
  readonly limits: readonly Resource[];
  /** What to write where, or what to ask AWS for. */
  readonly change: string;
  readonly outcome: Outcome;
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
        })),
      };
    }),
  };
}

function warmCapacity(fleet: Fleet, jobs: number): WarmCapacity | undefined {
  const { place } = fleet;
  if (place.kind !== "nodes" || place.warmPods === 0) return undefined;
  return { jobs: place.warmPods, cold: simulate({ ...fleet, place: { ...place, warmPods: 0 } }, jobs) };
}
