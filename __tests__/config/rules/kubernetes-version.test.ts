import { describe, expect, it } from "vitest";
import { versionSets } from "../../../modules/pins";
import { parseConfig } from "../../../src/config";
import { eksCalendar } from "../../../src/facts/kubernetes/eks-calendar";
import { parseOptions } from "../arbitraries";
import { accepted, found, sample } from "../samples";

const path = "versions.kubernetes";
const at = (kubernetes: string, karpenter: string) => ({ versions: { kubernetes, karpenter } });

describe("the Kubernetes version of a new cluster", () => {
  it.each([
    ["1.35", "1.12.2", []],
    ["1.36", "1.14.1", []],
    ["1.34", "1.9.0", [`kubernetes-support-ending ${path}`]],
    ["1.33", "1.9.0", [`kubernetes-extended-support ${path}`]],
    ["1.31", "1.9.0", [`kubernetes-extended-support ${path}`]],
    ["1.30", "1.9.0", [`kubernetes-not-creatable ${path}`]],
    ["1.99", "1.14.1", [`kubernetes-not-creatable ${path}`, "karpenter-unfit versions.karpenter"]],
  ])("%s on 2026-11-24", (kubernetes, karpenter, expected) => {
    expect(found(at(kubernetes, karpenter))).toEqual(expected);
  });

  it("depends on the day", () => {
    expect(found(at("1.31", "1.9.0"), { today: "2026-11-26" })).toEqual([
      `kubernetes-extended-support ${path}`,
    ]);
    expect(found(at("1.31", "1.9.0"), { today: "2026-11-27" })).toEqual([`kubernetes-not-creatable ${path}`]);
    expect(found({}, { today: "2026-12-26" })).toEqual([]);
    expect(found({}, { today: "2026-12-27" })).toEqual([`kubernetes-support-ending ${path}`]);
    expect(found({}, { today: "2026-01-27" })).toEqual([`kubernetes-not-creatable ${path}`]);
  });

  it("is refused with the versions that EKS creates", () => {
    const parsed = parseConfig(sample(at("1.30", "1.9.0")), parseOptions);
    expect(!parsed.ok && parsed.problems[0]).toMatchObject({
      code: "kubernetes-not-creatable",
      value: "1.30",
      allowed: "1.31, 1.32, 1.33, 1.34, 1.35, 1.36",
      fix: expect.stringMatching(/^use 1\.36,/) as unknown,
    });
  });

  it("names the price of extended support", () => {
    const parsed = parseConfig(sample(at("1.33", "1.9.0")), parseOptions);
    expect(parsed.ok && parsed.warnings[0]?.message).toBe(
      "this version is in extended support until 2027-07-29: $0.60 an hour instead of $0.10",
    );
  });
});

describe("version set tutorial", () => {
  it("causes a warning, because it can adopt and destroy a cluster", () => {
    const tutorial = { versions: { set: "tutorial" } };
    expect(found(tutorial)).toEqual([`kubernetes-adopt-only ${path}`]);
    expect(accepted(tutorial)).toBe(true);
  });
});

describe("the upgrade of a tutorial cluster to the version of set current", () => {
  const all = eksCalendar.map(({ kubernetes }) => kubernetes);
  const way = all.slice(
    all.indexOf(versionSets.tutorial.kubernetes),
    all.indexOf(versionSets.current.kubernetes) + 1,
  );

  it("skips no version", () => {
    expect(way.map((version) => Number(version.split(".")[1]))).toEqual(
      Array.from({ length: way.length }, (_, index) => 24 + index),
    );
    expect(way.length).toBeGreaterThan(8);
  });

  it.each(way)("accepts %s with Karpenter disabled", (kubernetes) => {
    const addons = { karpenter: { enabled: false } };
    const step = sample({ versions: { set: "tutorial", kubernetes }, addons });
    expect(parseConfig(step, parseOptions).ok).toBe(true);
  });
});
