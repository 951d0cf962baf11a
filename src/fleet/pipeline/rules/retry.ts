/** A job without a retry that may run on Spot: a reclaimed instance fails it, and nobody starts it again (docs/spot.md). */
import { namesOf, type Rule } from "../rule";

export const retry: Rule = {
  name: "retry",
  find: ({ job: { hasRetry, tags }, takers }) => {
    const spot = takers.filter(({ compute }) => compute === "spot" || compute === "spot-first");
    if (hasRetry !== false || spot.length === 0) return [];
    return [
      {
        ...{ level: "warning", line: tags.line, subject: "retry" },
        message: `a reclaimed Spot instance fails the job, and GitLab does not retry it; ${namesOf(spot)}: Spot`,
        fix: "retry: { max: 2, when: runner_system_failure }, in the job or under default:",
      } as const,
    ];
  },
};
