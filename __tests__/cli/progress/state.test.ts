import { describe, expect, it } from "vitest";
import { expectWork, nothingYet, update, type Progress } from "../../../src/cli/progress/state";
import type { RunEvent } from "../../../src/run/journal/events";
import { cluster, deploy, events, profile, rest, start } from "./story";

const after = (...more: readonly RunEvent[]): Progress => more.reduce(update, nothingYet());
const stage = (state: Progress, name: string) => state.stages.find((each) => each.name === name);

describe("the state of a run", () => {
  it("has the stages in order before anything happens", () => {
    const state = after(...deploy.slice(0, 1));
    expect(state).toMatchObject({ command: "deploy", since: start });
    expect(state.stages.map(({ name, state: each }) => `${name} ${each}`)).toEqual([
      "vpc waiting",
      "eks waiting",
      "addons waiting",
      "runners waiting",
    ]);
  });

  it("has the running work with its start, and the number of completed changes", () => {
    const state = after(...deploy);
    expect(stage(state, "vpc")).toMatchObject({ state: "skipped", why: ["nothing to change"] });
    expect(stage(state, "eks")).toMatchObject({
      state: "running",
      since: start + 1000,
      step: "apply",
      stepSince: start + 30_000,
      planned: 26,
      done: 1,
      running: [
        { address: cluster, since: start + 51_000 },
        { address: "aws_iam_role.fargate", since: start + 80_000 },
      ],
    });
  });

  it("has the duration of a completed stage", () => {
    expect(stage(after(...deploy, ...rest), "eks")).toMatchObject({
      state: "done",
      seconds: 782,
      running: [],
      step: undefined,
    });
  });

  it("does not count resources that are only read", () => {
    const read = { stack: "eks", address: "data.aws_partition.x", action: "other" } as const;
    const more = events(
      [90, { kind: "resource-started", ...read }],
      [91, { kind: "resource-done", ...read, seconds: 1 }],
    );
    expect(stage(after(...deploy, ...more), "eks")).toMatchObject({ done: 1, failed: 0 });
    expect(stage(after(...deploy, ...more), "eks")?.running).toHaveLength(2);
  });

  it("has the errors of a failed stage", () => {
    const more = events(
      [90, { kind: "resource-failed", stack: "eks", address: cluster, action: "create" }],
      [91, { kind: "stack-failed", stack: "eks", errors: ["one", "two"] }],
      [92, { kind: "run-ended", outcome: "failed", seconds: 92 }],
    );
    const state = after(...deploy, ...more);
    expect(stage(state, "eks")).toMatchObject({
      state: "failed",
      failed: 1,
      seconds: 90,
      why: ["one", "two"],
    });
    expect(stage(state, "addons")).toMatchObject({ state: "waiting" });
    expect(state.ended).toEqual({ outcome: "failed", seconds: 92 });
  });

  const ended = (outcome: "done" | "failed" | "interrupted", at = 100) =>
    events([at, { kind: "run-ended", outcome, seconds: at }]);
  const states = (state: Progress) => state.stages.map(({ name, state: each }) => `${name} ${each}`);

  const planning = events(
    [0, { kind: "run-started", command: "plan", stacks: ["vpc", "eks", "addons"] }],
    [1, { kind: "step-started", stack: "vpc", step: "init" }],
    [3, { kind: "step-done", stack: "vpc", step: "init", seconds: 2 }],
    [3, { kind: "step-started", stack: "eks", step: "init" }],
  );
  const together = events(
    [5, { kind: "step-done", stack: "eks", step: "init", seconds: 2 }],
    [6, { kind: "stack-skipped", stack: "addons", why: "eks is not deployed yet" }],
    [6, { kind: "stack-started", stack: "vpc", attempt: 1 }],
    [6, { kind: "step-started", stack: "vpc", step: "plan" }],
    [6, { kind: "stack-started", stack: "eks", attempt: 1 }],
    [6, { kind: "step-started", stack: "eks", step: "plan" }],
    [9, { kind: "step-done", stack: "eks", step: "plan", seconds: 3 }],
    [10, { kind: "planned", stack: "eks", add: 23, change: 0, remove: 0 }],
  );

  it("lets an initialised stage of a plan wait for its turn", () => {
    const state = after(...planning);
    expect(states(state)).toEqual(["vpc waiting", "eks running", "addons waiting"]);
    expect(stage(state, "vpc")).toMatchObject({ since: undefined, isReady: true });
  });

  it("lets stages of a plan run at the same time, each until it is planned", () => {
    const state = after(...planning, ...together);
    expect(states(state)).toEqual(["vpc running", "eks done", "addons skipped"]);
    expect(stage(state, "vpc")).toMatchObject({ since: start + 6000, step: "plan" });
    expect(stage(state, "eks")).toMatchObject({ seconds: 4, planned: 23, step: undefined });
    expect(states(after(...planning, ...together, ...ended("failed")))).toEqual([
      ...["vpc failed", "eks done", "addons skipped"],
    ]);
  });

  it("keeps a stage of a plan skipped while the stage above reads its state", () => {
    const looked = events(
      [11, { kind: "step-started", stack: "addons", step: "init" }],
      [12, { kind: "step-done", stack: "addons", step: "init", seconds: 1 }],
    );
    for (const count of [1, 2])
      expect(states(after(...planning, ...together, ...looked.slice(0, count))).at(-1)).toBe(
        "addons skipped",
      );
  });

  it("has the reason of each waiting stage", () => {
    const waiting = (stack: string) =>
      events([90, { kind: "waiting", stack, why: `${stack} expired`, fix: "log in" }]);
    const state = after(...planning, ...together, ...waiting("vpc"), ...waiting("eks"));
    expect(state.holds.map(({ why }) => why)).toEqual(["vpc expired", "eks expired"]);
    const goesOn = events([95, { kind: "step-started", stack: "vpc", step: "plan" }]);
    expect(
      after(...planning, ...together, ...waiting("vpc"), ...waiting("eks"), ...goesOn).holds,
    ).toHaveLength(1);
  });

  it("keeps a destroyed stage done during the sweep after it", () => {
    const destroyed = events(
      [0, { kind: "run-started", command: "destroy", stacks: ["vpc"] }],
      [1, { kind: "stack-started", stack: "vpc", attempt: 1 }],
      [60, { kind: "stack-done", stack: "vpc", add: 0, change: 0, remove: 23, seconds: 59 }],
      [60, { kind: "step-started", stack: "vpc", step: "sweep" }],
      [71, { kind: "step-done", stack: "vpc", step: "sweep", seconds: 11 }],
    );
    const state = after(...destroyed, ...ended("done"));
    expect(stage(state, "vpc")).toMatchObject({ state: "done", seconds: 59 });
  });

  it.each(["failed", "interrupted"] as const)("ends a running stage as %s with its run", (outcome) => {
    expect(stage(after(...deploy, ...ended(outcome)), "eks")).toMatchObject({ state: outcome, seconds: 99 });
  });

  it("marks a stage as interrupted, even if Terraform reports an error while it stops", () => {
    const more = events([90, { kind: "stack-failed", stack: "eks", errors: ["signal: killed"] }]);
    const state = after(...deploy, ...more, ...ended("interrupted"));
    expect(states(state)).toEqual([
      ...["vpc skipped", "eks interrupted", "addons waiting", "runners waiting"],
    ]);
  });

  it("has the reason why the run waits, until it continues", () => {
    const waiting = events([90, { kind: "waiting", stack: "eks", why: "expired", fix: "log in" }]);
    const goesOn = events([200, { kind: "step-started", stack: "eks", step: "apply" }]);
    expect(after(...deploy, ...waiting).holds).toEqual([{ stack: "eks", why: "expired", fix: "log in" }]);
    expect(stage(after(...deploy, ...waiting), "eks")?.running).toEqual([]);
    expect(after(...deploy, ...waiting, ...goesOn).holds).toEqual([]);
    const retrying = events([
      90,
      { kind: "retrying", stack: "eks", why: "throttled", attempt: 2, waitSeconds: 30 },
    ]);
    expect(after(...deploy, ...retrying).holds).toEqual([
      { stack: "eks", why: "throttled", attempt: 2, until: start + 120_000 },
    ]);
  });

  it("starts again with another attempt, but keeps the stage's start", () => {
    const again = events(
      [100, { kind: "stack-started", stack: "eks", attempt: 2 }],
      [110, { kind: "planned", stack: "eks", add: 25, change: 0, remove: 0 }],
    );
    expect(stage(after(...deploy, ...again), "eks")).toMatchObject({
      state: "running",
      attempt: 2,
      planned: 25,
      done: 0,
      running: [],
      since: start + 1000,
    });
  });

  it("has the planned work that is not complete", () => {
    const create = (address: string) => ({ address, action: "create" as const });
    const state = expectWork(after(...deploy), "eks", [create(cluster), create(profile)]);
    const [done] = rest.filter((event) => event.kind === "resource-done" && event.address === cluster);
    expect(done).toBeDefined();
    expect(stage(done ? update(state, done) : state, "eks")?.expected).toEqual([create(profile)]);
  });

  it("has the time at which AWS began to work on a Fargate profile", () => {
    const begun = (name: string) =>
      ({ kind: "resource-started", stack: "eks", address: name, action: "create" }) as const;
    const other = profile.replace("karpenter", "other");
    const more = events(
      [100, begun(profile)],
      [100, begun(other)],
      [250, { ...begun(profile), kind: "resource-done", seconds: 150 }],
    );
    expect(stage(after(...deploy, ...more), "eks")?.running.at(-1)).toMatchObject({
      address: other,
      since: start + 100_000,
      turn: start + 250_000,
    });
  });

  it("adds a stage that the run did not announce", () => {
    const more = events([1, { kind: "stack-started", stack: "single", attempt: 1 }]);
    expect(stage(after(...more), "single")).toMatchObject({ state: "running" });
  });

  it("does not change with an event, which gives a new state", () => {
    const state = after(...deploy);
    const copy = structuredClone(state);
    rest.reduce(update, state);
    expect(state).toEqual(copy);
  });
});
