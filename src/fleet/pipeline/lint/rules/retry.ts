/**
 * A job without a retry that may run on Spot. A reclaimed instance fails it, and GitLab does not run it again. A retry has the
 * same tags: with `compute: spot` it waits if Spot has no capacity, and with `spot-first` it may get an on-demand instance
 * (docs/spot.md).
 */
import { mayBeInterrupted } from "../../../../config/resolve/routing";
import { runnerProposal } from "../../fleet-runner";
import { namesOf, type Rule } from "../rule";

export const retry: Rule = {
  name: "retry",
  find: ({ job: { hasRetry, tags }, takers, ableRunner }) => {
    const spot = takers.filter(({ compute }) => mayBeInterrupted(compute));
    if (hasRetry !== false || spot.length === 0) return [];
    const spotFirst = ableRunner(({ compute }) => compute === "spot-first");
    const strict = spot.filter(({ compute }) => compute === "spot");
    const also =
      strict.length === 0
        ? ""
        : `; with ${spotFirst ? runnerProposal(spotFirst) : `compute: spot-first of ${namesOf(strict)}`}, the retry gets an on-demand instance where Spot has none`;
    return [
      {
        ...{ level: "warning", line: tags.line, subject: "retry" },
        message: `a reclaimed Spot instance fails the job, and GitLab does not retry it; ${namesOf(spot)}: Spot`,
        fix: `retry: { max: 2, when: runner_system_failure }, in the job or under default:${also}`,
      } as const,
    ];
  },
};
