import { describe, expect, it } from "vitest";
import { fargate, fleet, found, linted, spot } from "../../samples";

const job = (rest = "", tag = "eks-spot") => `a: { script: x, tags: [${tag}]${rest} }\n`;

describe("retry", () => {
  it("reports a job on Spot that GitLab does not retry", () => {
    expect(found("retry", job())).toEqual([
      [
        "warning 1 a",
        "a reclaimed Spot instance fails the job, and GitLab does not retry it; runner spot: Spot",
        "retry: { max: 2, when: runner_system_failure }, in the job or under default:; with compute: spot-first of runner spot, the retry gets an on-demand instance where Spot has none",
      ],
    ]);
  });

  it("proposes the tags of a spot-first runner that can run the job, unless the job already runs there", () => {
    const first = { name: "first", compute: "spot-first" };
    const fix = (tag: string, runners: Parameters<typeof fleet>[0], rest = "") =>
      found("retry", job(rest, tag), fleet([fargate, ...runners]))[0]?.[2];
    expect(fix("eks-spot", [spot, first])).toMatch(
      /; with tags: \[eks-spot-first\], of runner first, the retry/,
    );
    expect(fix("eks-spot-first", [spot, first])).toMatch(/under default:$/);
    const strict = { ...first, job: { allowed: { images: ["e.com/*"] } } };
    expect(fix("eks-spot", [spot, strict], ", image: other.com/x")).toMatch(
      /compute: spot-first of runner spot/,
    );
    // GitLab may assign the job to a Spot runner with the same tags.
    const shared = [
      { ...spot, tags: ["eks-spot", "both"] },
      { ...first, tags: ["both"] },
    ];
    expect(fix("eks-spot", shared)).toMatch(/compute: spot-first of runner spot/);
  });

  it.each([
    [", retry: { max: 2, when: script_failure }", 1],
    [", retry: { max: 2, exit_codes: [137] }", 1],
    [", retry: 1", 0],
    [", retry: { max: 2 }", 0],
    [", retry: { max: 2, when: [runner_system_failure, stuck_or_timeout_failure] }", 0],
    [", retry: { max: 1, when: always }", 0],
    // The author of the job has decided.
    [", retry: 0", 0],
  ])("with %j: %i", (retry, count) => {
    expect(found("retry", job(retry))).toHaveLength(count);
  });

  it("reads the default, unless the job does not inherit it", () => {
    expect(found("retry", `default: { retry: 2 }\n${job()}`)).toEqual([]);
    expect(found("retry", `default: { retry: 2 }\n${job(", inherit: { default: false }")}`)).toHaveLength(1);
    expect(found("retry", `retry: 2\n${job()}`)).toHaveLength(1);
  });

  it("accepts runners without Spot, and a job that may get its retry from a file that was not read", () => {
    expect(found("retry", job("", "eks-fargate"))).toEqual([]);
    expect(found("retry", `include: { template: t }\n${job()}`)).toEqual([]);
  });

  it("is one finding for all jobs", () => {
    const { findings } = linted(
      `.t: { tags: [eks-spot] }\na: { extends: .t, script: x }\nb: { extends: .t, script: x }\n`,
    );
    expect(findings).toMatchObject([{ rule: "retry", places: [{ line: 1, jobs: ["a", "b"] }] }]);
  });
});
