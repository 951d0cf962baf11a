import { describe, expect, it } from "vitest";
import {
  creatable,
  creatableVersions,
  eksCalendar,
  supportOn,
} from "../../../src/facts/kubernetes/eks-calendar";

describe("eksCalendar", () => {
  it("covers every version from 1.23 on without a gap, each longer supported than the one before", () => {
    expect(eksCalendar.map(({ kubernetes }) => kubernetes)).toEqual(
      Array.from({ length: eksCalendar.length }, (_, i) => `1.${23 + i}`),
    );
    const dates = eksCalendar.map(({ endOfExtended }) => endOfExtended);
    expect(dates.toSorted()).toEqual(dates);
  });

  it("has the dates of each row in order", () => {
    for (const { released, endOfStandard, endOfExtended } of eksCalendar) {
      expect([released, endOfStandard, endOfExtended].toSorted()).toEqual([
        released,
        endOfStandard,
        endOfExtended,
      ]);
      expect(released).toMatch(/^\d{4}-\d\d-\d\d$/);
    }
  });

  it.each([
    ["1.24", "2022-11-14", "unreleased"],
    ["1.24", "2022-11-15", "standard"],
    ["1.24", "2024-01-31", "standard"],
    ["1.24", "2024-02-01", "extended"],
    ["1.24", "2025-01-31", "extended"],
    ["1.24", "2025-02-01", "gone"],
    ["1.34", "2026-12-02", "standard"],
    ["1.34", "2026-12-03", "extended"],
    ["1.99", "2026-12-03", "unknown"],
  ])("reports the support of %s on %s as %s", (kubernetes, date, support) => {
    expect(supportOn(kubernetes, date)).toBe(support);
  });

  it("lists the versions that EKS creates on a day", () => {
    expect(creatableVersions("2026-11-23")).toEqual(["1.31", "1.32", "1.33", "1.34", "1.35", "1.36"]);
    expect(creatableVersions("2026-11-27")).toEqual(["1.32", "1.33", "1.34", "1.35", "1.36"]);
    expect(creatable("1.24", "2026-11-23")).toBe(false);
  });
});
