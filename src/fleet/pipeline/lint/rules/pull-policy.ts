/**
 * A pull policy that the runner does not allow, so that the runner fails the job. Without `allowed_pull_policies` it allows
 * only its own policy. Of a list of policies, the runner uses the allowed ones.
 *
 * Source: gitlab-org/gitlab-runner helpers/pull_policies/pull_policies.go (`ComputeEffectivePullPolicies`),
 * common/config.go (`GetAllowedPullPolicies`); read 2026-11-30.
 */
import { settingTexts, type FleetRunner } from "../../fleet-runner";
import type { JobImage } from "../../jobs/job-parts";
import { namesOf, type Rule, type RuleFinding } from "../rule";
import { isUnknown } from "../../jobs/variables";

export const pullPolicy: Rule = {
  name: "pull-policy",
  find: ({ job: { image, services }, takers, ableRunnerOr }) =>
    [...(image ? [image] : []), ...services].flatMap((container): RuleFinding[] => {
      const bad = takers.filter((runner) => refuses(runner, container));
      const [first] = bad;
      if (first === undefined) return [];
      const requested = container.pullPolicies.join(", ");
      return [
        {
          ...{ level: "error", line: container.line, subject: requested },
          message: `the pull policy ${requested} fails the job; ${namesOf(bad)}: allowed is ${allowedOf(first).join(", ")}`,
          fix: ableRunnerOr(`no pull_policy, or runners[].job.allowed.pullPolicies: [${requested}]`),
        },
      ];
    }),
};

function refuses(runner: FleetRunner, { pullPolicies }: JobImage): boolean {
  const allowed = allowedOf(runner);
  if (pullPolicies.length === 0 || allowed.length === 0 || pullPolicies.some(isUnknown)) return false;
  return !pullPolicies.some((policy) => allowed.includes(policy));
}

function allowedOf(runner: FleetRunner): readonly string[] {
  const allowed = settingTexts(runner, "allowed_pull_policies");
  return allowed.length > 0 ? allowed : settingTexts(runner, "pull_policy");
}
