import { describe, expect, it } from "vitest";
import { daysBetween } from "../../src/facts/dates";

describe("daysBetween", () => {
  it.each([
    ["2026-11-24", "2026-12-02", 8],
    ["2026-03-01", "2026-02-28", -1],
    ["2026-03-28", "2026-03-30", 2],
  ])("counts the days from %s to %s", (from, to, days) => {
    expect(daysBetween(from, to)).toBe(days);
  });
});
