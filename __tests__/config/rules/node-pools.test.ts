import { describe, expect, it } from "vitest";
import { found, runner } from "../samples";

const pools = (nodePools: Readonly<Record<string, unknown>>) => ({ addons: { karpenter: { nodePools } } });
const big = { capacity: "on-demand", cpus: [64] };

describe("a runner's node pool", () => {
  const path = "runners[0].nodePool";
  it("must exist", () => {
    const runners = [runner({ compute: "on-demand", nodePool: "big" })];
    expect(found({ runners, ...pools({ big }) })).toEqual([]);
    expect(found({ runners, ...pools({ bigger: big }) })).toEqual([`node-pool-unknown ${path}`]);
    expect(found({ runners: [runner({ compute: "on-demand", nodePool: "constructor" })] })).toEqual([
      `node-pool-unknown ${path}`,
    ]);
  });

  it("is the pool with the name of the compute class by default", () => {
    const runners = [runner({ compute: "on-demand" })];
    expect(found({ runners })).toEqual([]);
    expect(found({ runners, ...pools({ big }) })).toEqual([`node-pool-unknown ${path}`]);
  });

  it("has the capacity of the runner's compute class", () => {
    const runners = [runner({ compute: "on-demand", nodePool: "spot" })];
    expect(found({ runners })).toEqual([`node-pool-capacity ${path}`]);
  });

  it("is refused where it has no effect", () => {
    expect(found({ runners: [runner({ nodePool: "spot" })] })).toEqual([`node-pool-unused ${path}`]);
    const runners = [runner({ compute: "on-demand", nodePool: "on-demand" })];
    expect(found({ runners, versions: { set: "tutorial" } })).toEqual([`node-pool-unused ${path}`]);
  });
});

describe("a job on nodes", () => {
  const fleet = (cpu: number, compute = "on-demand") => ({
    runners: [runner({ compute, job: { cpu, helper: { cpu: 0.5 } } })],
    ...pools({ "on-demand": { capacity: "on-demand", cpus: [2, 4] } }),
  });
  it("fits into the largest node of its pool, together with the pods of every node", () => {
    expect(found(fleet(3.2))).toEqual([]);
    expect(found(fleet(3.201))).toEqual(["job-exceeds-pool runners[0].job"]);
    expect(found(fleet(3.201, "fargate"))).toEqual([]);
  });

  it("has one architecture", () => {
    const arm = { capacity: "on-demand", architecture: "arm64" };
    const runners = [runner({ compute: "on-demand" })];
    expect(found({ runners, ...pools({ "on-demand": arm }) })).toEqual([]);
    expect(found({ runners, ...pools({ "on-demand": { ...arm, architectures: ["arm64"] } }) })).toEqual([
      "unknown-key addons.karpenter.nodePools.on-demand.architectures",
    ]);
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
