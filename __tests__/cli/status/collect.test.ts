import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { collectStatus } from "../../../src/cli/status/collect";
import type { NewRunEvent } from "../../../src/run/journal/events";
import { openJournal } from "../../../src/run/journal/journal";
import { configOf } from "../../support/synth";

describe("the status from the journal", () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "glr-"));
  });
  afterEach(() => {
    rmSync(home, { recursive: true, force: true });
  });

  const started = (command: "deploy" | "destroy" | "plan", ...stacks: string[]): NewRunEvent => ({
    ...{ kind: "run-started", command, stacks, version: "0.1.0" },
  });
  const counts = { add: 0, change: 0, remove: 0, seconds: 1 };
  const done = (stack: string): NewRunEvent => ({ kind: "stack-done", stack, ...counts });
  const ended = (outcome: "done" | "failed" = "done"): NewRunEvent => ({
    ...{ kind: "run-ended", outcome, seconds: 1 },
  });
  const begun = (stack: string): NewRunEvent => ({ kind: "stack-started", stack, attempt: 1 });
  let minute = 10;
  function wrote(run: string, ...events: NewRunEvent[]) {
    const journal = openJournal(join(home, "tfstate/ci.run"), run);
    for (const event of events) journal.write({ at: `2026-11-30T09:${minute++}:00Z`, ...event });
  }
  const collected = () =>
    collectStatus({
      config: {
        ...configOf({ name: "ci", region: "us-west-2" }),
        state: { backend: "local", directory: join(home, "tfstate") },
      },
      ...{ env: {}, home, now: new Date("2026-11-30T12:00:00Z"), offline: true },
    });

  it("names the run that changed each stage", async () => {
    wrote(
      "one",
      started("deploy", "vpc", "eks"),
      begun("vpc"),
      done("vpc"),
      begun("eks"),
      done("eks"),
      ended(),
    );
    wrote(
      "two",
      started("deploy", "vpc", "eks"),
      begun("vpc"),
      { kind: "stack-failed", stack: "vpc", errors: ["no"] },
      ended("failed"),
    );
    wrote(
      "three",
      started("destroy", "addons"),
      begun("addons"),
      { kind: "step-started", stack: "addons", step: "destroy" },
      done("addons"),
      ended(),
    );
    const { stages, eks } = await collected();
    expect(stages).toMatchObject([
      { stack: "vpc", state: "failed", run: "two", errors: ["no"], version: "0.1.0" },
      { stack: "eks", state: "deployed", run: "one", command: "deploy" },
      { stack: "addons", state: "destroyed", run: "three" },
      { stack: "runners", state: "unknown" },
    ]);
    expect(eks).toEqual({ known: false, why: "not asked (--offline)" });
  });

  it("has a stage whose run was lost", async () => {
    wrote("one", started("deploy", "vpc"), begun("vpc"));
    expect((await collected()).stages[0]?.state).toBe("lost");
  });

  it("has the changes of the last plan, and whether a run came after it", async () => {
    wrote(
      "one",
      started("plan", "vpc"),
      { kind: "planned", stack: "vpc", add: 1, change: 2, remove: 0, drift: 3 },
      ended(),
    );
    const plan = { known: true, value: { changes: [{ stack: "vpc", count: 3 }], drift: 3, isOld: false } };
    expect((await collected()).lastPlan).toMatchObject(plan);
    wrote("two", started("deploy", "vpc"), begun("vpc"), done("vpc"), ended());
    expect((await collected()).lastPlan).toMatchObject({ value: { isOld: true } });
  });

  it("is empty without a journal, but has the cost", async () => {
    const { lastPlan, usdPerMonth } = await collected();
    expect(lastPlan.known).toBe(false);
    expect(usdPerMonth.usd).toBeGreaterThan(70);
  });
});
