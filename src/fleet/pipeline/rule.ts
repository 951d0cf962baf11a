/** What a rule is: it looks at one job and the runners that may take it, and reports what would go wrong there. */
import type { Finding } from "./finding";
import { tagText, type FleetRunner } from "./fleet";
import type { PipelineJob } from "./jobs";

export type RuleFinding = Omit<Finding, "rule" | "job" | "file">;

export interface RuleInput {
  readonly job: PipelineJob;
  readonly fleet: readonly FleetRunner[];
  /** The runners of the fleet that GitLab may give the job to; none where the job's tags are not known. */
  readonly takers: readonly FleetRunner[];
}

export interface Rule {
  /** Stable, as programs see it. */
  readonly name: string;
  readonly find: (input: RuleInput) => readonly RuleFinding[];
}

/** `runner a` or `runners a, b`. */
export function namesOf(runners: readonly FleetRunner[]): string {
  return `runner${runners.length === 1 ? "" : "s"} ${runners.map(({ name }) => name).join(", ")}`;
}

/** The tags of a runner that can run the job; where none can, the setting that makes one. */
export function elsewhere(
  fleet: readonly FleetRunner[],
  can: (runner: FleetRunner) => boolean,
  setting: string,
): string {
  const found = fleet.find(can);
  return found === undefined ? setting : `${tagText(found.tags)}, of runner ${found.name}`;
}
