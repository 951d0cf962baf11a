import { describe, expect, it } from "vitest";
import { found, linted } from "../samples";

const job = (rest = "", tag = "eks-spot") => `a: { script: x, tags: [${tag}]${rest} }\n`;

describe("retry", () => {
  it("finds a job on Spot that nothing starts again", () => {
    expect(found("retry", job())).toEqual([
      [
        "warning 1 a",
        "a reclaimed Spot instance fails the job, and GitLab does not retry it; runner spot: Spot",
        "retry: { max: 2, when: runner_system_failure }, in the job or under default:",
      ],
    ]);
  });

  it.each([
    [", retry: { max: 2, when: script_failure }", 1],
    [", retry: { max: 2, exit_codes: [137] }", 1],
    [", retry: 1", 0],
    [", retry: { max: 2 }", 0],
    [", retry: { max: 2, when: [runner_system_failure, stuck_or_timeout_failure] }", 0],
    [", retry: { max: 1, when: always }", 0],
    // Whoever writes it down has decided.
    [", retry: 0", 0],
  ])("with %j: %i", (retry, count) => {
    expect(found("retry", job(retry))).toHaveLength(count);
  });

  it("takes the default, unless the job does not inherit it", () => {
    expect(found("retry", `default: { retry: 2 }\n${job()}`)).toEqual([]);
    expect(found("retry", `default: { retry: 2 }\n${job(", inherit: { default: false }")}`)).toHaveLength(1);
    expect(found("retry", `retry: 2\n${job()}`)).toHaveLength(1);
  });

  it("is silent where there is no Spot, and where a file that was not read may have it", () => {
    expect(found("retry", job("", "eks-fargate"))).toEqual([]);
    expect(found("retry", `include: { template: t }\n${job()}`)).toEqual([]);
  });

  it("is one finding, however many jobs have it", () => {
    const { findings } = linted(
      `.t: { tags: [eks-spot] }\na: { extends: .t, script: x }\nb: { extends: .t, script: x }\n`,
    );
    expect(findings).toMatchObject([{ rule: "retry", places: [{ line: 1, jobs: ["a", "b"] }] }]);
  });
});
