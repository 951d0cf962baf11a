/** What a configuration's fleet does with a number of jobs: how long it takes, what limits it, what to change. */
import type { Config } from "../../config";
import { answer } from "./find-bottlenecks";
import { changeText } from "./recommendation";
import { svgChart } from "./chart";
import type { Outcome, Resource } from "./fleet";
import { fleetGroups, type FleetGroup } from "./groups";
import { htmlPage } from "./html-report";
import { compareWithTutorial, type TutorialComparison } from "./tutorial";

export { capacityJson } from "./json";
export { capacityText } from "./text";

export interface AnswerStep {
  readonly limits: readonly Resource[];
  /** What to write where, or what to ask AWS for. */
  readonly change: string;
  readonly outcome: Outcome;
}

export interface GroupAnswer extends Pick<FleetGroup, "runners" | "compute" | "concurrent"> {
  readonly jobSeconds: number;
  readonly outcome: Outcome;
  /** The first names what limits the fleet as it is configured. */
  readonly steps: readonly AnswerStep[];
}

export interface CapacityResult {
  readonly jobs: number;
  /** Runners that serve the same jobs, each as if all jobs were for them. */
  readonly groups: readonly GroupAnswer[];
  readonly tutorial: TutorialComparison;
}

/** What draws it, by the end of the file's name; undefined for a name that ends otherwise. */
export function chartOf(file: string): ((result: CapacityResult) => string) | undefined {
  if (file.endsWith(".svg")) return svgChart;
  return file.endsWith(".html") ? htmlPage : undefined;
}

export function capacity(config: Config, jobs: number): CapacityResult {
  return {
    jobs,
    groups: fleetGroups(config).map((group) => {
      const { outcome, steps } = answer(group.fleet, jobs);
      const { runners, compute, concurrent, fleet } = group;
      return {
        ...{ runners, compute, concurrent, jobSeconds: fleet.job.seconds, outcome },
        steps: steps.map((step) => ({
          ...{ limits: step.limits, outcome: step.outcome },
          change: changeText(config, group, step),
        })),
      };
    }),
    tutorial: compareWithTutorial(config.capacity),
  };
}
