import { describe, expect, it } from "vitest";
import { found, runner } from "../samples";

const fleet = (warm: object, more: object = {}, rest: object = {}) =>
  found({ runners: [runner({ compute: "on-demand", warm, ...more })], ...rest });

describe("warm capacity", () => {
  it("is accepted for every class with nodes, in both version sets", () => {
    const schedule = [{ from: "08:00", to: "18:00", timezone: "Europe/Berlin", jobs: 20 }];
    expect(fleet({ jobs: 5, schedule })).toEqual([]);
    const spot = (compute: string) =>
      found({ runners: [runner({ compute, warm: { jobs: 5 } }), runner({ name: "twin" })] });
    expect(spot("spot")).toEqual([]);
    expect(spot("spot-first")).toEqual([]);
    expect(fleet({ jobs: 5 }, {}, { versions: { set: "tutorial" } })).not.toContain(
      expect.stringContaining("warm"),
    );
  });

  it("is refused on Fargate, which has no nodes to keep", () => {
    expect(found({ runners: [runner({ warm: { jobs: 5 } })] })).toEqual(["warm-on-fargate runners[0].warm"]);
  });

  it("needs GitLab Runner 18.11, which keeps pause pods", () => {
    const chart = (runnerChart: string) => fleet({ jobs: 5 }, {}, { versions: { runnerChart } });
    expect(chart("0.87.2")).toEqual(["warm-runner-chart runners[0].warm"]);
    expect(chart("0.88.0")).toEqual([]);
  });

  it("has windows of at least a minute, in a time zone that exists", () => {
    const window = (from: string, to: string, timezone = "UTC") =>
      fleet({ schedule: [{ from, to, timezone, jobs: 1 }] });
    const to = "runners[0].warm.schedule[0].to";
    expect(window("22:00", "06:00")).toEqual([`warm-window-empty ${to}`]);
    expect(window("08:00", "08:00")).toEqual([`warm-window-empty ${to}`]);
    expect(window("08:00", "08:01")).toEqual([]);
    expect(window("08:00", "24:00")).toEqual([]);
    expect(window("8:00", "18:00")).toHaveLength(1);
    expect(window("08:00", "18:00", "Europe/Berlyn")).toEqual([
      "warm-timezone-unknown runners[0].warm.schedule[0].timezone",
    ]);
  });

  it("is for no more jobs than the runner takes and the pool has room for", () => {
    expect(fleet({ jobs: 51 })).toEqual(["warm-over-concurrent runners[0].warm"]);
    expect(fleet({ schedule: [{ from: "08:00", to: "09:00", jobs: 51 }] })).toEqual([
      "warm-over-concurrent runners[0].warm",
    ]);
    // Jobs of one vCPU.
    const pool = (maxCpu: number) => ({
      addons: { karpenter: { nodePools: { "on-demand": { capacity: "on-demand", maxCpu } } } },
    });
    expect(fleet({ jobs: 20 }, {}, pool(19))).toEqual(["warm-exceeds-pool runners[0].warm"]);
    expect(fleet({ jobs: 20 }, {}, pool(20))).toEqual([]);
  });

  it("is refused if a node may have room for a pause pod but not for a job", () => {
    const pool = (...cpus: number[]) => ({
      addons: { karpenter: { nodePools: { "on-demand": { capacity: "on-demand", cpus } } } },
    });
    // A build of 1.5 vCPU fits on a node of two, of which 1.7 are left; with its helper it does not.
    const job = { cpu: 1.5, memory: "1Gi" };
    expect(fleet({ jobs: 1 }, { job }, pool(2, 4))).toEqual(["warm-node-too-small runners[0].warm"]);
    expect(fleet({ jobs: 1 }, { job }, pool(4))).toEqual([]);
  });
});
