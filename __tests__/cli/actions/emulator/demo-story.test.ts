import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  demoStory,
  demoVerdict,
  isEmpty,
  type DemoResult,
} from "../../../../src/cli/actions/emulator/demo-story";
import type { RunEvent } from "../../../../src/run/journal/events";

const nothing = { aws: [], cluster: [] };
const changes = (add: number, remove: number) => ({ add, change: 0, remove });
const result = (left: DemoResult["left"]): DemoResult => ({
  steps: [
    { stack: "vpc", did: "deployed", changes: changes(24, 0), seconds: 20 },
    { stack: "eks", did: "deployed", changes: changes(26, 0), seconds: 20 },
    { stack: "eks", did: "destroyed", changes: changes(0, 26), seconds: 20 },
    { stack: "vpc", did: "destroyed", changes: changes(0, 24), seconds: 20 },
  ],
  outputs: {
    eks: { certificate: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t", arn: "arn:aws:eks:us-west-2:1:cluster/a" },
  },
  ...{ deployed: nothing, left, seconds: 161.4 },
});

describe("the end of the demo", () => {
  it("has a green verdict, a summary and three commands, without certificates and ARNs", () => {
    const text = demoVerdict(result(nothing), "npx glrunner");
    expect(text.sequences({ color: true })).toContain("\u001b[32mPassed: ");
    const plain = String(text);
    expect(plain).toContain("took 2m41s");
    expect(plain).toContain("50 resources in 2 stages");
    expect(plain.match(/npx glrunner \S+/g)).toEqual([
      "npx glrunner init",
      "npx glrunner check",
      "npx glrunner plan",
    ]);
    expect(plain).not.toMatch(/arn:|LS0t/);
  });

  it("has a red verdict with the remaining resources", () => {
    const left = { aws: [{ service: "ec2", kind: "vpc", id: "vpc-1" }], cluster: [] };
    expect(isEmpty(left)).toBe(false);
    const text = demoVerdict(result(left), "glrunner").sequences({ color: true });
    expect(text).toContain("\u001b[31mFailed: ");
    expect(text).toMatch(/ {2}AWS\s+ec2 vpc\n/);
  });
});

describe("the demo in a pipe", () => {
  const said: { readonly at: number; readonly text: string }[] = [];
  beforeEach(() => {
    vi.useFakeTimers({ now: 0 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("shows the current part, and prints a line at least every ten seconds", async () => {
    const story = demoStory({
      out: () => undefined,
      err: (text) => said.push({ at: Date.now(), text }),
      interactive: false,
    });
    const at = () => new Date().toISOString();
    const events: readonly (readonly [seconds: number, event: (at: string) => RunEvent])[] = [
      [0, (time) => ({ at: time, kind: "run-started", command: "deploy", stacks: ["vpc"] })],
      [0, (time) => ({ at: time, kind: "stack-started", stack: "vpc", attempt: 1 })],
      [0, (time) => ({ at: time, kind: "step-started", stack: "vpc", step: "init" })],
      [3, (time) => ({ at: time, kind: "step-started", stack: "vpc", step: "plan" })],
      [25, (time) => ({ at: time, kind: "planned", stack: "vpc", add: 24, change: 0, remove: 0 })],
      [12, (time) => ({ at: time, kind: "step-started", stack: "vpc", step: "apply" })],
      [
        31,
        (time) => ({
          at: time,
          kind: "stack-done",
          stack: "vpc",
          add: 24,
          change: 0,
          remove: 0,
          seconds: 71,
        }),
      ],
      [0, (time) => ({ at: time, kind: "run-ended", outcome: "done", seconds: 71 })],
    ];
    story.introduce("ci");
    story.begin("Start AWS");
    vi.advanceTimersByTime(35_000);
    story.done();
    await story.run("Deploy", "deploy", new AbortController().signal, (view) => {
      for (const [seconds, event] of events) {
        vi.advanceTimersByTime(seconds * 1000);
        view.onEvent(event(at()));
      }
      return Promise.resolve();
    });
    story.stop();
    const text = said.map((line) => line.text).join("");
    expect(text).toContain("[1/6] Start AWS: done (35s)\n[2/6] Deploy; about ");
    expect(text).toContain("vpc: plan (");
    const times = said.map((line) => line.at);
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(10_000);
    expect(vi.getTimerCount()).toBe(0);
  });
});
