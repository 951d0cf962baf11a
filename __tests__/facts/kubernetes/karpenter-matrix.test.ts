import { describe, expect, it } from "vitest";
import { versionSets } from "../../../modules/pins";
import {
  avoidedKarpenter,
  fits,
  fittingCharts,
  karpenterMatrix,
  karpenterRange,
  karpenterTag,
} from "../../../src/facts/kubernetes/karpenter-matrix";

describe("karpenterMatrix", () => {
  it("has no gap from 0.21 to 1.15", () => {
    const froms = karpenterMatrix.slice(1).map(({ from }) => from);
    expect(karpenterMatrix.slice(0, -1).map(({ below }) => below)).toEqual(froms);
  });

  it.each([
    ["v0.23.0", "1.24", true],
    ["v0.23.0", "1.25", false],
    ["v0.32.10", "1.28", true],
    ["v0.32.10", "1.29", false],
    ["0.37.8", "1.30", true],
    ["1.1.0", "1.31", true],
    ["1.1.0", "1.32", false],
    ["1.5.9", "1.33", true],
    ["1.5.9", "1.25", false],
    ["1.12.2", "1.35", true],
    ["1.12.2", "1.36", false],
    ["1.14.1", "1.36", true],
    ["1.14.1", "1.37", false],
    ["1.15.0", "1.35", true],
    ["1.15.1", "1.36", true],
    ["9.0.0", "1.36", false],
    ["0.20.0", "1.21", false],
  ])("decides whether chart %s fits Kubernetes %s: %s", (chart, kubernetes, expected) => {
    expect(fits(chart, kubernetes)).toBe(expected);
  });

  it("refuses charts to avoid", () => {
    expect(fits("1.8.4", "1.34")).toBe(false);
    expect(fits("1.8.5", "1.34")).toBe(true);
    expect(fits("1.0.5", "1.31")).toBe(false);
    expect(avoidedKarpenter("1.0.5")).toContain("Fargate");
    expect(avoidedKarpenter("1.12.2")).toBeUndefined();
  });

  it("lists the APIs of a chart", () => {
    expect(karpenterRange("v0.23.0")?.apis).toEqual(["v1alpha5"]);
    expect(karpenterRange("v0.32.10")?.apis).toEqual(["v1alpha5", "v1beta1"]);
    expect(karpenterRange("1.12.2")?.apis).toEqual(["v1"]);
  });

  it("names the charts that fit", () => {
    expect(fittingCharts("1.36", "v1")).toBe("1.13.0 to below 1.16.0");
    expect(fittingCharts("1.31", "v1")).toBe("1.1.0 to below 1.16.0");
    expect(fittingCharts("1.36", "v1alpha5")).toBe("");
  });

  it("returns the tag of a chart", () => {
    expect(karpenterTag("0.34.1")).toBe("v0.34.1");
    expect(karpenterTag("v0.35.0")).toBe("0.35.0");
    expect(karpenterTag("1.12.2")).toBe("1.12.2");
  });

  it("fits the versions of both version sets", () => {
    for (const { karpenter, kubernetes } of Object.values(versionSets)) {
      expect(fits(karpenter, kubernetes)).toBe(true);
      expect(karpenterTag(karpenter)).toBe(karpenter);
    }
  });
});
