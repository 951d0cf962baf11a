import { describe, expect, it } from "vitest";
import { fargate, fleet, found, linted, spot } from "../../samples";

describe("no-runner", () => {
  it("reports a tag that no runner has", () => {
    expect(found("no-runner", "a:\n  script: x\n  tags: [eks-fargat]\n")).toEqual([
      ["error 3 a", "no runner has the tag eks-fargat", "tags: [eks-fargate], of runner fargate"],
    ]);
  });

  it("requires all tags on one runner", () => {
    const runners = fleet([
      { ...fargate, tags: ["x", "small"] },
      { ...spot, tags: ["y"] },
    ]);
    const job = (tags: string) => found("no-runner", `a: { script: x, tags: [${tags}] }`, runners);
    expect(job("x, y")).toEqual([
      ["error 1 a", "no runner has all of the tags x, y", "tags: [x, small], of runner fargate"],
    ]);
    expect(job("x")).toEqual([]);
    expect(job("small, x")).toEqual([]);
  });

  it("knows which runners take untagged jobs", () => {
    const job = "a: { script: x }";
    expect(found("no-runner", job, fleet([{ ...fargate, tags: ["x"] }]))).toEqual([
      ["error 1 a", "the job has no tags, and no runner takes untagged jobs", "tags: [x], of runner fargate"],
    ]);
    expect(found("no-runner", job, fleet([{ ...fargate, runUntagged: true }]))).toEqual([]);
  });

  it("accepts tags that only GitLab knows", () => {
    const { findings, notes } = linted("a:\n  script: x\n  tags: [$RUNNER]\n");
    expect(findings).toEqual([]);
    expect(notes).toEqual([
      { message: "not checked: only GitLab knows its tags $RUNNER", places: [{ line: 3, jobs: ["a"] }] },
    ]);
  });
});
