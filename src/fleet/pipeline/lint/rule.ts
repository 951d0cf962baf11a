/** A lint rule checks one job against the runners that may take it, and reports what would go wrong on them. */
import type { FleetRunner } from "../fleet-runner";
import type { PipelineJob } from "../jobs/job-reader";
import type { JobFinding } from "../lint-finding";
import type { RuleName } from "../lint-texts";

/** A finding without the rule and the job, which the caller of the rule adds. */
export type RuleFinding = Omit<JobFinding, "rule" | "job">;

export interface RuleInput {
  readonly job: PipelineJob;
  readonly fleet: readonly FleetRunner[];
  /** The runners to which GitLab may assign the job; empty if the tags of the job are unknown. */
  readonly takers: readonly FleetRunner[];
  /**
   * A runner to propose: no rule finds an error for the job on it, nor on another runner with its tags. Prefers a runner on
   * which this rule finds nothing at all.
   *
   * @param fits a condition on the runner. @default every runner
   */
  readonly ableRunner: (fits?: (runner: FleetRunner) => boolean) => FleetRunner | undefined;
  /** The tags of `ableRunner()`; without such a runner, the given setting. */
  readonly ableRunnerOr: (setting: string) => string;
}

export interface Rule {
  /** Stable: programs compare it. */
  readonly name: RuleName;
  readonly find: (input: RuleInput) => readonly RuleFinding[];
}

/** `runner a` or `runners a, b`. */
export function namesOf(runners: readonly FleetRunner[]): string {
  return `runner${runners.length === 1 ? "" : "s"} ${runners.map(({ name }) => name).join(", ")}`;
}
