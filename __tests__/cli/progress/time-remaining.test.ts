import { describe, expect, it } from "vitest";
import { leftTexts, timeLeft } from "../../../src/cli/progress/time-remaining";
import { expectWork, nothingYet, update } from "../../../src/cli/progress/state";
import { historyOf } from "../../../src/cli/progress/estimate/history";
import type { RunEvent } from "../../../src/run/journal/events";
import { cluster, deploy, events, profile, rest, start } from "./story";

const end = events([1500, { kind: "run-ended", outcome: "done", seconds: 1500 }]);
const at = (second: number) => start + second * 1000;
const after = (past: readonly RunEvent[], history = historyOf([])) =>
  past.reduce(update, nothingYet(history));

describe("the remaining time", () => {
  it("is unknown before and after the run", () => {
    expect(timeLeft(nothingYet(), at(0))).toBeUndefined();
    expect(timeLeft(after([...deploy, ...end]), at(0))).toBeUndefined();
  });

  it("is estimated from typical work for stages without a plan", () => {
    const begin = events([0, { kind: "run-started", command: "deploy", stacks: ["vpc", "eks"] }]);
    const span = timeLeft(after(begin), at(0));
    // Init, plan, health and work of both: a NAT gateway of 107 s, a cluster of 610 s and a profile of 120 s.
    expect(span).toMatchObject({ seconds: 2 * (10 + 25 + 5) + 14 + 2 + 107 + 20 + 610 + 120, from: "table" });
  });

  it("knows no typical work of a stage that is named like a member of every object", () => {
    const begin = events([0, { kind: "run-started", command: "deploy", stacks: ["valueOf", "constructor"] }]);
    expect(timeLeft(after(begin), at(0))).toMatchObject({ seconds: 2 * (10 + 25 + 5) });
  });

  it("uses earlier runs of the same stages", () => {
    const state = after(deploy, historyOf([...deploy, ...rest, ...end]));
    const span = timeLeft(state, at(83));
    expect(span?.from).toBe("mixed");
    const only = events([0, { kind: "run-started", command: "deploy", stacks: ["eks"] }]);
    const alone = after([...only, ...deploy.slice(2)], historyOf([...deploy, ...rest]));
    // The rest of the cluster's 610 s, the profile's 120 s and a look at its health.
    expect(timeLeft(alone, at(83))?.seconds).toBe(610 - 32 + 120 + 5);
  });

  it("uses the plan once it is known", () => {
    const only = events([0, { kind: "run-started", command: "deploy", stacks: ["eks"] }]);
    const state = expectWork(after([...only, ...deploy.slice(2, 9)]), "eks", [
      { address: cluster, action: "create" },
      { address: profile, action: "create" },
    ]);
    expect(timeLeft(state, at(30))?.seconds).toBe(610 + 120 + 5);
    const small = events([29, { kind: "planned", stack: "eks", add: 0, change: 1, remove: 0 }]);
    expect(timeLeft(after([...only, ...deploy.slice(2, 7), ...small]), at(30))?.seconds).toBeLessThan(60);
  });

  it("decreases with time", () => {
    const state = after(deploy);
    const seconds = (second: number) => timeLeft(state, at(second))?.seconds ?? 0;
    expect(seconds(100) - seconds(200)).toBeCloseTo(100);
    expect(seconds(3000)).toBeGreaterThan(seconds(2000));
  });

  it("uses the deletions in a destroy, also in a resumed one", () => {
    const begin = (command: "destroy" | "resume") =>
      events([0, { kind: "run-started", command, stacks: ["eks"] }]);
    const destroying = events([1, { kind: "step-started", stack: "eks", step: "destroy" }]);
    // A profile of 120 s, then a cluster of 205 s; the key goes meanwhile or after.
    for (const command of ["destroy", "resume"] as const) {
      expect(timeLeft(after([...begin(command), ...destroying]), at(1))?.seconds).toBe(120 + 205 + 1);
    }
    const done = events([
      400,
      { kind: "stack-done", stack: "eks", add: 0, change: 0, remove: 26, seconds: 400 },
    ]);
    const next = events([401, { kind: "step-started", stack: "vpc", step: "plan" }]);
    const resumed = after([...begin("resume"), ...destroying, ...done, ...next]);
    // A plan, then a NAT gateway of 56 s, a subnet and the VPC.
    expect(timeLeft(resumed, at(401))?.seconds).toBe(25 + 56 + 1 + 1);
    const sweeping = events([1, { kind: "step-started", stack: "eks", step: "sweep" }]);
    expect(timeLeft(after([...begin("destroy"), ...sweeping]), at(1))?.seconds).toBe(15);
  });

  it("is init and plan of each stage in a plan", () => {
    const begin = events([0, { kind: "run-started", command: "plan", stacks: ["vpc", "eks"] }]);
    expect(timeLeft(after(begin), at(0))?.seconds).toBe(2 * (10 + 25));
  });

  it.each([
    [
      { low: 480, high: 655 },
      ["about 8 to 11 minutes left (from earlier runs)", "about 8 to 11 minutes left", "8-11 min left"],
    ],
    [
      { low: 301, high: 301 },
      ["about 5 to 6 minutes left (from earlier runs)", "about 5 to 6 minutes left", "5-6 min left"],
    ],
    [
      { low: 300, high: 300 },
      ["about 5 minutes left (from earlier runs)", "about 5 minutes left", "5 min left"],
    ],
    [
      { low: 20, high: 170 },
      ["up to 3 minutes left (from earlier runs)", "up to 3 minutes left", "0-3 min left"],
    ],
    [
      { low: 32, high: 65 },
      ["about 30 to 70 seconds left (from earlier runs)", "about 30 to 70 seconds left", "30-70 s left"],
    ],
    [
      { low: 0, high: 1 },
      ["up to 10 seconds left (from earlier runs)", "up to 10 seconds left", "0-10 s left"],
    ],
  ])("of %j has its texts", (span, texts) => {
    expect(leftTexts({ seconds: 1, from: "history", ...span })).toEqual(texts);
  });

  it("is shared by stages that are planned at the same time", () => {
    const stages = ["vpc", "eks", "addons", "runners"];
    const begin = events(
      [0, { kind: "run-started", command: "plan", stacks: stages }],
      ...stages.flatMap((stack) => [
        [0, { kind: "step-started", stack, step: "init" }] as const,
        [0, { kind: "step-done", stack, step: "init", seconds: 0 }] as const,
      ]),
    );
    const plans = (count: number) =>
      stages
        .slice(0, count)
        .flatMap((stack) =>
          events(
            [0, { kind: "stack-started", stack, attempt: 1 }],
            [0, { kind: "step-started", stack, step: "plan" }],
          ),
        );
    // A plan takes 25 s.
    const seconds = [1, 2, 4].map((count) => timeLeft(after([...begin, ...plans(count)]), at(0))?.seconds);
    expect(seconds).toEqual([100, 50, 25]);
  });
});
