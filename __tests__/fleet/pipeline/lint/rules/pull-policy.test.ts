import { describe, expect, it } from "vitest";
import { fargate, fleet, found } from "../../samples";

const job = (policy: string) => `a:
  script: x
  tags: [eks-fargate]
  image: { name: e.com/x, pull_policy: ${policy} }
  services: [{ name: e.com/y, pull_policy: if-not-present }]
`;

describe("pull-policy", () => {
  it("reports a policy that is not the runner's own", () => {
    expect(found("pull-policy", job("always"))).toEqual([
      [
        "error 4 a",
        "the pull policy always fails the job; runner fargate: allowed is if-not-present",
        "no pull_policy, or runners[].job.allowed.pullPolicies: [always]",
      ],
    ]);
  });

  it("accepts an allowed policy, and a list with one allowed policy", () => {
    const runners = fleet([{ ...fargate, job: { allowed: { pullPolicies: ["always", "if-not-present"] } } }]);
    expect(found("pull-policy", job("always"), runners)).toEqual([]);
    expect(found("pull-policy", job("[never, if-not-present]"))).toEqual([]);
    expect(found("pull-policy", job("never"), runners)).toHaveLength(1);
  });

  it("proposes a runner that allows the policy", () => {
    const always = { name: "always", compute: "on-demand", job: { pullPolicy: "always" } };
    const [first] = found(
      "pull-policy",
      job("always").replace(/ {2}services.*\n/, ""),
      fleet([fargate, always]),
    );
    expect(first?.[2]).toBe("tags: [eks-on-demand], of runner always");
  });
});
