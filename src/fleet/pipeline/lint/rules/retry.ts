/**
 * A job without a retry that may run on Spot: a reclaimed instance fails it, and nobody starts it again. A retry has the
 * same tags. On strict Spot it waits again where Spot has no capacity, and on `spot-first` it may get an on-demand
 * instance (docs/spot.md), so that a job on strict Spot is better off there.
 */
import { mayBeInterrupted } from "../../../../config/resolve/routing";
import { proposed } from "../../fleet-runner";
import { namesOf, type Rule } from "../rule";

export const retry: Rule = {
  name: "retry",
  find: ({ job: { hasRetry, tags }, takers, able }) => {
    const spot = takers.filter(({ compute }) => mayBeInterrupted(compute));
    if (hasRetry !== false || spot.length === 0) return [];
    const first = able(({ compute }) => compute === "spot-first");
    const strict = spot.filter(({ compute }) => compute === "spot");
    const also =
      strict.length === 0
        ? ""
        : `; with ${first ? proposed(first) : `compute: spot-first of ${namesOf(strict)}`}, the retry gets an on-demand instance where Spot has none`;
    return [
      {
        ...{ level: "warning", line: tags.line, subject: "retry" },
        message: `a reclaimed Spot instance fails the job, and GitLab does not retry it; ${namesOf(spot)}: Spot`,
        fix: `retry: { max: 2, when: runner_system_failure }, in the job or under default:${also}`,
      } as const,
    ];
  },
};
