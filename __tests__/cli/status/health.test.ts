import { describe, expect, it } from "vitest";
import { known, unknown } from "../../../src/cli/status/observed";
import type { StageStatus } from "../../../src/cli/status/stages";
import { reportOf } from "./reports";

type Changed = Parameters<typeof reportOf>[0];

const judged = (changed: Changed) => {
  const { verdict, next } = reportOf(changed);
  return [verdict.level, next.command];
};
const stages = (state: StageStatus["state"]): readonly StageStatus[] => [
  { stack: "vpc", state, errors: [] },
  { stack: "eks", state: "deployed", errors: [] },
];
const eks = { endpoint: "https://a", platformVersion: "", issues: [] };
const runner = { name: "fargate", place: "env" };
const process = { pid: 1, host: "vm", started: "1", boot: "b" };

describe("the verdict of status", () => {
  it("is well if every answer is", () => {
    expect(judged({})).toEqual(["well", "glrunner plan"]);
  });

  it.each<[string, string, Changed]>([
    ["bad", "glrunner resume", { stages: stages("failed") }],
    ["bad", "glrunner resume", { stages: stages("lost") }],
    ["bad", "glrunner resume", { unsettled: ["eks"] }],
    ["unknown", "glrunner plan", { stages: stages("unknown") }],
    ["bad", "glrunner deploy", { eks: known(undefined) }],
    ["bad", "glrunner plan", { eks: known({ ...eks, status: "FAILED", kubernetes: "1.35" }) }],
    ["look", "glrunner deploy", { eks: known({ ...eks, status: "ACTIVE", kubernetes: "1.34" }) }],
    [
      "look",
      "glrunner deploy",
      { eks: known(undefined), stages: [{ stack: "vpc", state: "deployed", errors: [] }] },
    ],
    ["unknown", "glrunner plan", { eks: unknown("no credentials") }],
    ["unknown", "glrunner plan", { jobs: unknown("kubectl is missing") }],
    ["unknown", "glrunner plan", { gitlab: unknown("GITLAB_TOKEN is not set") }],
    ["look", "glrunner jobs clean", { jobs: known({ running: 0, pending: 0, stuck: 2 }) }],
    ["look", "glrunner runners verify", { gitlab: known([{ ...runner, verdict: "different" }]) }],
    ["look", "glrunner runners verify", { gitlab: known([{ ...runner, verdict: "ok", paused: true }]) }],
    ["bad", "glrunner runners verify", { gitlab: known([{ ...runner, verdict: "wrong" }]) }],
    ["unknown", "glrunner plan", { lastPlan: unknown("nothing was planned") }],
    ["bad", "glrunner deploy", { stages: stages("destroyed") }],
  ])("is %s, and the next step is %s: %j", (level, command, changed) => {
    expect(judged(changed)).toEqual([level, command]);
  });

  it.each([
    ["down", "bad"],
    ["starting", "look"],
    ["up", "well"],
  ] as const)("of a manager that is %s is %s", (state, level) => {
    expect(judged({ managers: known([{ runner: "fargate", state }]) })[0]).toBe(level);
  });

  it("points to the changes of the last plan, unless a run came after it", () => {
    const plan = { at: "2026-11-30T09:30:00Z", changes: [{ stack: "eks", count: 2 }] };
    expect(judged({ lastPlan: known({ ...plan, isOld: false }) })).toEqual(["look", "glrunner deploy"]);
    expect(judged({ lastPlan: known({ ...plan, isOld: true }) })).toEqual(["well", "glrunner plan"]);
  });

  it("is the worst finding of several", () => {
    const changed = { jobs: unknown("no"), managers: known([{ runner: "fargate", state: "down" } as const]) };
    expect(judged(changed)[0]).toBe("bad");
  });

  it("names the run in progress, or a first review if nothing is deployed", () => {
    const holder = { id: "1", command: "deploy", user: "a", since: "2026-11-30T09:30:00Z", process };
    expect(judged({ holder })).toEqual(["look", "glrunner status --watch"]);
    const nothing = {
      stages: [{ stack: "vpc", state: "unknown", errors: [] } as const],
      eks: known(undefined),
    };
    expect(judged(nothing)).toEqual(["look", "glrunner plan --journey"]);
  });
});
