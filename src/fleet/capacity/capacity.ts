/**
 * What a configuration's fleet does with a number of jobs. Each group of like runners is simulated as it is configured;
 * then its bottleneck is removed, and the next one, and every step carries the change that the user would make.
 */
import type { Config } from "../../config";
import { findBottlenecks } from "./find-bottlenecks";
import { recommendationText } from "./recommendation";
import type { Outcome, Resource } from "./fleet";
import { fleetGroups, type FleetGroup } from "./groups";

export interface CapacityStep {
  readonly limits: readonly Resource[];
  /** What to write where, or what to ask AWS for. */
  readonly change: string;
  readonly outcome: Outcome;
}

export interface GroupCapacity extends Pick<FleetGroup, "runners" | "compute" | "concurrent"> {
  readonly jobSeconds: number;
  readonly outcome: Outcome;
  /** The first names what limits the fleet as it is configured. */
  readonly steps: readonly CapacityStep[];
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
        steps: steps.map((step) => ({
          ...{ limits: step.limits, outcome: step.outcome },
          change: recommendationText(config, group, step),
        })),
      };
    }),
  };
}
