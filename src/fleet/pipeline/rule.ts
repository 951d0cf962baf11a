/** What a rule is: it looks at one job and the runners that may take it, and says what would go wrong there. */
import { tagText, type FleetRunner } from "./fleet";
import type { PipelineJob } from "./jobs";

/** `error`: the job fails or never runs; `warning`: it may. */
export type Level = "error" | "warning";

export interface Finding {
  readonly rule: string;
  readonly level: Level;
  readonly job: string;
  readonly line: number;
  /** What of the job it is about: tells two findings of a rule in a job apart, wherever they stand. */
  readonly subject: string;
  readonly message: string;
  readonly fix: string;
}

export type RuleFinding = Omit<Finding, "rule" | "job">;

export interface RuleInput {
  readonly job: PipelineJob;
  readonly fleet: readonly FleetRunner[];
  /** Of the fleet; none where the job has no runner, or where its tags are only known to GitLab. */
  readonly takers: readonly FleetRunner[];
}

export interface Rule {
  /** Stable, as programs see it. */
  readonly name: string;
  readonly find: (input: RuleInput) => readonly RuleFinding[];
}

export function namesOf(runners: readonly FleetRunner[]): string {
  return `runner${runners.length === 1 ? "" : "s"} ${runners.map(({ name }) => name).join(", ")}`;
}

/** The tags of a runner that can do it, else the setting that makes one. */
export function elsewhere(
  fleet: readonly FleetRunner[],
  can: (runner: FleetRunner) => boolean,
  setting: string,
): string {
  const found = fleet.find(can);
  return found === undefined ? setting : `${tagText(found.tags)}, of runner ${found.name}`;
}
