import { describe, expect, it } from "vitest";
import { groupsOf, split } from "../../../../src/fleet/pipeline/generate/split";
import { fargate, fleet, spot } from "../samples";

const parts = (jobs: number, runners: Parameters<typeof fleet>[0]) =>
  split(jobs, groupsOf(fleet(runners))).map(({ group, parts: each }) => [group.tags.join(), each]);

describe("the distribution of jobs", () => {
  it("gives each group a share by `concurrent`, with an exact sum", () => {
    expect(parts(100, [fargate, spot])).toEqual([
      ["eks-fargate", [67]],
      ["eks-spot", [33]],
    ]);
    expect(parts(1, [fargate, spot])).toEqual([
      ["eks-fargate", [1]],
      ["eks-spot", []],
    ]);
  });

  it("splits shares at the limits of GitLab and of the group", () => {
    const large = { ...fargate, concurrent: 300 };
    expect(parts(1000, [large, { ...large, name: "second" }])).toEqual([
      ["eks-fargate", [200, 200, 200, 200, 200]],
    ]);
    expect(parts(120, [{ ...fargate, concurrent: 50 }])).toEqual([["eks-fargate", [50, 50, 20]]]);
  });
});
