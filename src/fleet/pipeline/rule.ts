/** What a rule is: it looks at one job and the runners that may take it, and reports what would go wrong there. */
import type { JobFinding } from "./finding";
import type { FleetRunner } from "./fleet";
import type { PipelineJob } from "./jobs";
import type { RuleName } from "./lint-texts";

export type RuleFinding = Omit<JobFinding, "rule" | "job">;

export interface RuleInput {
  readonly job: PipelineJob;
  readonly fleet: readonly FleetRunner[];
  /** The runners of the fleet that GitLab may give the job to; none where the job's tags are not known. */
  readonly takers: readonly FleetRunner[];
  /** The tags with which only runners that can run the job take it; the setting where there are none. */
  readonly elsewhere: (setting: string) => string;
}

export interface Rule {
  /** Stable, as programs see it. */
  readonly name: RuleName;
  readonly find: (input: RuleInput) => readonly RuleFinding[];
}

/** `runner a` or `runners a, b`. */
export function namesOf(runners: readonly FleetRunner[]): string {
  return `runner${runners.length === 1 ? "" : "s"} ${runners.map(({ name }) => name).join(", ")}`;
}
