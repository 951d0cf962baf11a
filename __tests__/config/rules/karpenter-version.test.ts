import { describe, expect, it } from "vitest";
import { parseConfig } from "../../../src/config";
import { parseOptions } from "../arbitraries";
import { found, sample } from "../samples";

const path = "versions.karpenter";
const pair = (kubernetes: string, karpenter: string) => ({ versions: { kubernetes, karpenter } });

describe("the Karpenter chart", () => {
  it.each([
    ["1.35", "1.12.2", []],
    ["1.35", "1.14.1", []],
    ["1.36", "1.13.0", []],
    ["1.36", "1.12.2", [`karpenter-unfit ${path}`]],
    ["1.35", "1.8.3", [`karpenter-unfit ${path}`]],
    ["1.35", "1.15.0", []],
    ["1.35", "9.0.0", [`karpenter-unfit ${path}`]],
    ["1.35", "v1.12.2", [`karpenter-prefix ${path}`]],
  ])("on Kubernetes %s: %s", (kubernetes, karpenter, expected) => {
    expect(found(pair(kubernetes, karpenter))).toEqual(expected);
  });

  it("has no known bug", () => {
    const today = "2025-12-01";
    expect(found(pair("1.33", "1.8.4"), { today })).toEqual([`karpenter-avoided ${path}`]);
    expect(found(pair("1.33", "1.8.3"), { today })).toEqual([]);
    expect(found(pair("1.31", "1.0.6"), { today })).toEqual([`karpenter-avoided ${path}`]);
  });

  it("serves the API version of the node pools", () => {
    const today = "2025-01-15";
    expect(found(pair("1.30", "0.37.8"), { today })).toEqual([`karpenter-api ${path}`]);
  });

  it("keeps its v up to 0.34", () => {
    const today = "2025-01-15";
    expect(found(pair("1.29", "0.34.0"), { today })).toContain(`karpenter-prefix ${path}`);
  });

  it("is the published chart in version set tutorial", () => {
    const tutorial = (karpenter: string) => ({ versions: { set: "tutorial", karpenter } });
    const adopt = "kubernetes-adopt-only versions.kubernetes";
    expect(found(tutorial("v0.23.0"))).toEqual([adopt]);
    expect(found(tutorial("v0.24.0"))).toEqual([`karpenter-fixed ${path}`]);
    expect(found(tutorial("0.23.0"))).toEqual([`karpenter-fixed ${path}`]);
  });

  it("causes a warning in a tutorial cluster with a newer Kubernetes version", () => {
    const newer = (more: object) => ({ versions: { set: "tutorial", kubernetes: "1.27" }, ...more });
    const today = "2024-01-15";
    expect(found(newer({}), { today })).toEqual([`karpenter-adopt-only ${path}`]);
    expect(parseConfig(sample(newer({})), { ...parseOptions, today }).ok).toBe(true);
    const off = newer({ addons: { karpenter: { enabled: false } } });
    expect(found(off, { today })).toEqual(["ebs-csi-useless cluster.ebsCsi"]);
  });

  it("is not checked while Karpenter is disabled", () => {
    const off = { ...pair("1.36", "1.12.2"), addons: { karpenter: { enabled: false } } };
    expect(found(off)).toEqual([]);
  });

  it("is refused with the supported charts", () => {
    const parsed = parseConfig(sample(pair("1.36", "1.12.2")), parseOptions);
    expect(!parsed.ok && parsed.problems[0]).toMatchObject({
      code: "karpenter-unfit",
      value: "1.12.2",
      allowed: "charts 1.13.0 to below 1.16.0, for Kubernetes 1.36",
    });
  });
});
