import { describe, expect, it } from "vitest";
import { accepted, found } from "../samples";

const nodes = (change: object, rest: object = {}) =>
  found({ addons: { karpenter: { nodes: change } }, ...rest });
const pool = (change: object) =>
  found({ addons: { karpenter: { nodePools: { any: { capacity: "on-demand", ...change } } } } });

describe("the machine image of Karpenter's nodes", () => {
  it("is a release by default, and causes a warning if it is al2023@latest", () => {
    expect(nodes({})).toEqual([]);
    expect(nodes({ image: "al2023@latest" })).toEqual(["node-image-floats addons.karpenter.nodes.image"]);
    expect(accepted({ addons: { karpenter: { nodes: { image: "al2023@latest" } } } })).toBe(true);
    expect(nodes({ image: "bottlerocket@v1.20.4" })).toHaveLength(1);
  });

  it("is not older than the Kubernetes version", () => {
    // EKS has 1.35 since 2026-01-28.
    expect(nodes({ image: "al2023@v20260127" })).toEqual(["node-image-too-old addons.karpenter.nodes.image"]);
    expect(nodes({ image: "al2023@v20260128" })).toEqual([]);
  });
});

describe("the disk of Karpenter's nodes", () => {
  it("has at most a quarter of its IOPS as throughput", () => {
    const path = "node-disk-ratio addons.karpenter.nodes.diskThroughput";
    expect(nodes({ diskThroughput: 750 })).toEqual([]);
    expect(nodes({ diskThroughput: 751 })).toEqual([path]);
    expect(nodes({ diskThroughput: 1000, diskIops: 3999 })).toEqual([path]);
    expect(nodes({ diskThroughput: 1000, diskIops: 4000 })).toEqual([]);
    expect(nodes({ diskThroughput: 124 })).toHaveLength(1);
  });
});

describe("a node pool", () => {
  const path = "addons.karpenter.nodePools.any";

  it("has zones of its Region", () => {
    expect(pool({ zones: ["us-west-2a", "us-west-2c"] })).toEqual([]);
    expect(pool({ zones: ["us-west-2a", "us-east-1a"] })).toEqual([`node-pool-zone ${path}.zones[1]`]);
  });

  it("has budgets with schedule and hours, or neither", () => {
    const budget = (more: object) => pool({ disruptionBudgets: [{ nodes: "0", ...more }] });
    expect(budget({})).toEqual([]);
    expect(budget({ schedule: "0 8 * * 1-5", hours: 10 })).toEqual([]);
    expect(budget({ hours: 10 })).toEqual([`disruption-budget-half ${path}.disruptionBudgets[0]`]);
    expect(budget({ schedule: "@daily" })).toEqual([`disruption-budget-half ${path}.disruptionBudgets[0]`]);
    expect(pool({ disruptionBudgets: [{ nodes: "101%" }] })).toHaveLength(1);
  });

  it("with accelerators causes a warning, because glrunner installs no device plugin", () => {
    expect(pool({ instanceCategories: ["g"] })).toEqual([`node-pool-accelerator ${path}.instanceCategories`]);
    expect(pool({ instanceCategories: ["c", "m"] })).toEqual([]);
  });
});
