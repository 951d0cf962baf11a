import { describe, expect, it } from "vitest";
import { compareVersions, inRange } from "../../src/facts/version-order";

describe("compareVersions and inRange", () => {
  it.each([
    ["1.9.0", "1.12.2", -1],
    ["v1.9.0", "1.9.0", 0],
    ["2.0.0", "1.99.99", 1],
    ["1.35", "1.4", 1],
  ])("compare %s with %s", (left, right, sign) => {
    expect(Math.sign(compareVersions(left, right))).toBe(sign);
  });

  it("exclude the end of a range", () => {
    expect(inRange("1.0.0", "1.0.0", "2.0.0")).toBe(true);
    expect(inRange("2.0.0", "1.0.0", "2.0.0")).toBe(false);
  });
});
