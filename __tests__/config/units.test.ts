import { describe, expect, it } from "vitest";
import { isArm, toMiB } from "../../src/config/units";

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
