import { describe, expect, it } from "vitest";
import type { RunEvent, Step } from "../../../../src/run/journal/events";
import { historyOf } from "../../../../src/cli/progress/estimate/history";
import { durationOf, stepDuration } from "../../../../src/cli/progress/estimate/duration";

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 23) + seconds * 1000).toISOString();
const profile = (name: string) => `module.x["${name}"].aws_eks_fargate_profile.this[0]`;
const done = (
  second: number,
  address: string,
  seconds: number,
  stack = "eks",
  action: "create" | "other" = "create",
): RunEvent => ({
  at: at(second),
  kind: "resource-done",
  stack,
  address,
  action,
  seconds,
});

describe("the history of runs", () => {
  it("does not count the wait before the work", () => {
    const { work } = historyOf([
      done(100, profile("a"), 100),
      done(220, profile("b"), 220),
      done(225, profile("of another cluster"), 225, "other"),
      done(260, "aws_eks_cluster.this", 250),
      done(900, profile("c"), 40),
    ]);
    expect(work.map(({ seconds }) => seconds)).toEqual([100, 120, 225, 250, 40]);
  });

  it("leaves out failures and reads, but a failed Fargate profile ends a turn", () => {
    const { work } = historyOf([
      { at: at(50), kind: "resource-failed", stack: "eks", address: profile("a"), action: "create" },
      done(60, "data.aws_partition.current", 1, "eks", "other"),
      done(150, profile("b"), 150),
    ]);
    expect(work).toEqual([{ stack: "eks", address: profile("b"), action: "create", seconds: 100 }]);
  });

  it("has steps by stage and kind, but not the time of a review", () => {
    const step = (stack: string, seconds: number, name: Step = "plan"): RunEvent => ({
      at: at(0),
      kind: "step-done",
      stack,
      step: name,
      seconds,
    });
    const history = historyOf([step("vpc", 10), step("eks", 30), step("eks", 3000, "review")]);
    expect(stepDuration("eks", "review", history).high).toBe(0);
    expect(stepDuration("vpc", "plan", history).seconds).toBe(10);
    expect(stepDuration("addons", "plan", history).seconds).toBe(20);
    expect(stepDuration("addons", "init", history)).toMatchObject({ seconds: 10, from: "table" });
  });

  it("does not compare resources without a type", () => {
    const history = historyOf([done(0, "odd one", 5)]).work;
    expect(durationOf({ address: "odd other", action: "create" }, history).from).toBe("table");
    expect(durationOf({ address: "odd one", action: "create" }, history).from).toBe("history");
  });
});
