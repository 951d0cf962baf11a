import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { plainView } from "../../../src/cli/progress/plain-view";
import type { RunEvent } from "../../../src/run/journal/events";
import { cluster, deploy, events, rest, start } from "./story";

describe("the view without a terminal", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: start });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Tells each event at its time. */
  function lines(past: readonly RunEvent[], until = 0): string[] {
    const written: string[] = [];
    const view = plainView({ write: (text) => written.push(text) });
    for (const event of past) {
      vi.advanceTimersByTime(Math.max(0, Date.parse(event.at) - Date.now()));
      view.onEvent(event);
    }
    vi.advanceTimersByTime(Math.max(0, start + until * 1000 - Date.now()));
    view.end();
    expect(vi.getTimerCount()).toBe(0);
    expect(written.every((text) => text.endsWith("\n") && text.indexOf("\n") === text.length - 1)).toBe(true);
    return written.map((text) => text.trimEnd());
  }

  it("reports a deploy in a few lines, and running work once a minute", () => {
    const past = lines([...deploy, ...rest]).map((line) => line.replace(/; (about|up to) .*/, "; ..."));
    expect(past.filter((line) => !line.includes("still"))).toEqual([
      "[    0s] Deploy: vpc, eks, addons, runners",
      "[    0s] vpc: skipped: nothing to change",
      "[    1s] eks: started",
      "[   29s] eks: 26 to add, 0 to change, 0 to remove; ...",
      "[   30s] eks: apply",
      "[   50s] eks: 1/26 created aws_kms_key.this in 19s",
      `[11m01s] eks: 3/26 created ${cluster} in 10m10s`,
      '[13m01s] eks: 4/26 created module.eks.module.fargate_profile["karpenter"].aws_eks_fargate_profile.this[0] in 2m00s',
      "[13m03s] eks: done in 13m02s: 26 added, 0 changed, 0 removed",
      "[13m04s] addons: started",
    ]);
    const still = past.filter((line) => line.includes("still"));
    expect(still).toHaveLength(12);
    expect(still[0]).toBe(`[ 2m00s] eks: still creating ${cluster} (1m09s); ...`);
  });

  it("counts the other running work", () => {
    expect(lines(deploy, 120).at(-1)).toMatch(
      /^\[ 2m00s\] eks: still creating module\.eks\.aws_eks_cluster\.this\[0\] \(1m09s\) and 1 more; about \d+ to \d+ minutes left \(from published figures\)$/,
    );
  });

  it("reports the whole error and its fix", () => {
    const wrong = events(
      [90, { kind: "waiting", stack: "eks", why: "credentials have expired", fix: "refresh\nor log in" }],
      [100, { kind: "retrying", stack: "eks", why: "throttled", attempt: 2, waitSeconds: 12 }],
      [112, { kind: "stack-started", stack: "eks", attempt: 2 }],
      [115, { kind: "resource-failed", stack: "eks", address: cluster, action: "create" }],
      [116, { kind: "stack-failed", stack: "eks", errors: ["no rights:\n\u001b[1mwhy", "another"] }],
      [117, { kind: "run-ended", outcome: "failed", seconds: 117 }],
    );
    expect(lines([...deploy, ...wrong], 600).slice(-11)).toEqual([
      "[ 1m30s] eks: waiting: credentials have expired",
      "[ 1m30s] eks: fix: refresh",
      "[ 1m30s] eks: or log in",
      "[ 1m40s] eks: trying again in 12s (attempt 2): throttled",
      "[ 1m52s] eks: attempt 2",
      `[ 1m55s] eks: failed to create ${cluster}`,
      "[ 1m56s] eks: failed",
      "[ 1m56s] eks: no rights:",
      String.raw`[ 1m56s] eks: \u001b[1mwhy`,
      "[ 1m56s] eks: another",
      "[ 1m57s] Deploy failed after 1m57s",
    ]);
  });

  it("does not change at a question", () => {
    const written: string[] = [];
    const view = plainView({ write: (text) => written.push(text) });
    view.pause();
    view.expectWork("eks", []);
    view.end();
    expect(written).toEqual([]);
  });

  it("prints the results of a plan in deploy order, and urgent lines at once", () => {
    const past = lines(
      events(
        [0, { kind: "run-started", command: "plan", stacks: ["eks", "addons", "runners"] }],
        [1, { kind: "step-started", stack: "vpc", step: "init" }],
        [2, { kind: "step-done", stack: "vpc", step: "init", seconds: 1 }],
        [3, { kind: "stack-started", stack: "eks", attempt: 1 }],
        [3, { kind: "stack-started", stack: "addons", attempt: 1 }],
        [3, { kind: "stack-started", stack: "runners", attempt: 1 }],
        [5, { kind: "stack-failed", stack: "runners", errors: ["no"] }],
        [6, { kind: "planned", stack: "addons", add: 1, change: 0, remove: 0 }],
        [7, { kind: "waiting", stack: "eks", why: "expired", fix: "log in" }],
        [8, { kind: "planned", stack: "eks", add: 2, change: 0, remove: 0 }],
        [9, { kind: "run-ended", outcome: "failed", seconds: 9 }],
      ),
    ).map((line) => line.replace(/; (about|up to) .*/, ""));
    expect(past.slice(4)).toEqual([
      "[    7s] eks: waiting: expired",
      "[    7s] eks: fix: log in",
      "[    8s] eks: 2 to add, 0 to change, 0 to remove",
      "[    8s] addons: 1 to add, 0 to change, 0 to remove",
      "[    8s] runners: failed",
      "[    8s] runners: no",
      "[    9s] Plan failed after 9s",
    ]);
  });

  it("prints a waiting result when the plan is interrupted", () => {
    const past = lines(
      events(
        [0, { kind: "run-started", command: "plan", stacks: ["vpc", "eks"] }],
        [3, { kind: "stack-started", stack: "vpc", attempt: 1 }],
        [3, { kind: "stack-started", stack: "eks", attempt: 1 }],
        [6, { kind: "planned", stack: "eks", add: 1, change: 0, remove: 0 }],
        [9, { kind: "run-ended", outcome: "interrupted", seconds: 9 }],
      ),
    );
    expect(past.at(-2)).toMatch(/eks: 1 to add/);
  });
});
