import { describe, expect, it } from "vitest";
import { daysBetween, isArm, toMiB } from "../../src/config/units";

describe("daysBetween", () => {
  it.each([
    ["2026-11-24", "2026-12-02", 8],
    ["2026-03-01", "2026-02-28", -1],
    ["2026-03-28", "2026-03-30", 2],
  ])("counts the days from %s to %s", (from, to, days) => {
    expect(daysBetween(from, to)).toBe(days);
  });
});

describe("toMiB", () => {
  it.each([
    ["512Mi", 512],
    ["2Gi", 2048],
    ["1Ti", 1_048_576],
    ["1024Ki", 1],
    ["1Ki", 1],
    ["500M", 477],
    ["1G", 954],
  ])("converts %s and rounds up", (quantity, expected) => {
    expect(toMiB(quantity)).toBe(expected);
  });
});

it("knows Graviton instance types by their name", () => {
  expect(["m7g.large", "c6gd.xlarge", "t4g.small", "m6a.large", "g5.xlarge"].map(isArm)).toEqual([
    ...[true, true, true, false, false],
  ]);
});
