import { describe, expect, it } from "vitest";
import { found, runner } from "../samples";

const pools = (nodePools: Readonly<Record<string, unknown>>) => ({ addons: { karpenter: { nodePools } } });
const big = { capacity: "on-demand", cpus: [64] };

describe("a runner's node pool", () => {
  const path = "runners[0].nodePool";
  it("exists", () => {
    const runners = [runner({ compute: "on-demand", nodePool: "big" })];
    expect(found({ runners, ...pools({ big }) })).toEqual([]);
    expect(found({ runners, ...pools({ bigger: big }) })).toEqual([`node-pool-unknown ${path}`]);
    expect(found({ runners: [runner({ compute: "on-demand", nodePool: "constructor" })] })).toEqual([
      `node-pool-unknown ${path}`,
    ]);
  });

  it("is the one named as the compute class unless given", () => {
    const runners = [runner({ compute: "on-demand" })];
    expect(found({ runners })).toEqual([]);
    expect(found({ runners, ...pools({ big }) })).toEqual([`node-pool-unknown ${path}`]);
  });

  it("has the capacity that the runner asks for", () => {
    const runners = [runner({ compute: "on-demand", nodePool: "spot" })];
    expect(found({ runners })).toEqual([`node-pool-capacity ${path}`]);
  });

  it("is not given where nothing reads it", () => {
    expect(found({ runners: [runner({ nodePool: "spot" })] })).toEqual([`node-pool-unused ${path}`]);
    const runners = [runner({ compute: "on-demand", nodePool: "on-demand" })];
    expect(found({ runners, versions: { set: "tutorial" } })).toEqual([`node-pool-unused ${path}`]);
  });
});

describe("node pools", () => {
  it("are not for version set tutorial", () => {
    const tutorial = { versions: { set: "tutorial" } };
    expect(found({ ...tutorial, ...pools({ big }) })).toEqual([
      "node-pools-fixed addons.karpenter.nodePools",
    ]);
    expect(found(tutorial)).toEqual(["kubernetes-adopt-only versions.kubernetes"]);
  });
});
