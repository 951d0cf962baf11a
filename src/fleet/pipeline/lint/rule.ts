/** What a rule is: it looks at one job and the runners that may take it, and reports what would go wrong there. */
import type { JobFinding } from "../lint-finding";
import type { FleetRunner } from "../fleet-runner";
import type { PipelineJob } from "../jobs/job-reader";
import type { RuleName } from "../lint-texts";

export type RuleFinding = Omit<JobFinding, "rule" | "job">;

export interface RuleInput {
  readonly job: PipelineJob;
  readonly fleet: readonly FleetRunner[];
  /** The runners of the fleet that GitLab may give the job to; none where the job's tags are not known. */
  readonly takers: readonly FleetRunner[];
  /**
   * A runner of the fleet that, with all others that have its tags, can run the job and is what the rule asks for; one on
   * which the rule is silent, if there is one.
   *
   * @param fits what the rule asks for. @default any runner
   */
  readonly able: (fits?: (runner: FleetRunner) => boolean) => FleetRunner | undefined;
  /** The tags of such a runner; the setting where there is none. */
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
