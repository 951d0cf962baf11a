import { describe, expect, it } from "vitest";
import { warmItems } from "../../../src/fleet/price/warm-cost";
import { configOf, runner } from "../../config/samples";

const on = "2026-11-30";
const nodePools = Object.fromEntries(
  (["on-demand", "spot", "spot-first"] as const).map((capacity) => [capacity, { capacity, cpus: [4] }]),
);
const items = (warm: object, { compute = "on-demand", capacity = {}, region = "us-east-1" } = {}) =>
  warmItems(
    configOf({
      ...{ region, capacity, addons: { karpenter: { nodePools } } },
      runners: [runner({ compute, warm }), runner({ name: "twin" })],
    }),
    on,
  );

describe("a month of warm capacity", () => {
  it("costs whole nodes around the clock", () => {
    // Nine jobs of 1 vCPU fit on three nodes of 4 vCPU. Four pause pods of 0.75 fill a node: twelve on three c6a.xlarge.
    expect(items({ jobs: 9 })[0]?.usd).toBeCloseTo(3 * 0.153 * 730, 9);
    expect(items({ jobs: 0 })).toEqual([]);
  });

  it("costs only the hours of the schedule", () => {
    const schedule = [{ days: ["mon"], from: "00:00", to: "24:00", jobs: 9 }];
    expect(items({ schedule })[0]?.usd).toBeCloseTo((3 * 0.153 * 730) / 7, 9);
    expect(items({ schedule })[0]?.thing).toBe("warm nodes of runner1 (0 jobs, mon 00:00-24:00 UTC: 9)");
  });

  it("costs on Spot at most the on-demand price, or the given percentage", () => {
    expect(items({ jobs: 9 }, { compute: "spot-first" })[0]?.usd).toBeCloseTo(335.07, 9);
    expect(items({ jobs: 9 }, { compute: "spot" })[0]?.thing).toContain("at most");
    expect(items({ jobs: 9 }, { compute: "spot-first", capacity: { spotPercent: 40 } })[0]?.usd).toBeCloseTo(
      134.028,
      9,
    );
  });

  it("has an unknown price in a Region without recorded prices", () => {
    expect(items({ jobs: 9 }, { region: "eu-south-1" })[0]?.usd).toBe("unknown");
  });
});
