import { describe, expect, it } from "vitest";
import { accepted, found } from "../samples";

describe("the managed node group", () => {
  it("may grow to its count at least", () => {
    expect(found({ cluster: { nodes: { count: 3, maxCount: 3 } } })).toEqual([]);
    expect(found({ cluster: { nodes: { count: 4 } } })).toEqual(["nodes-count cluster.nodes.maxCount"]);
  });
});

describe("the EBS CSI add-on", () => {
  const off = { addons: { karpenter: { enabled: false } } };
  it("draws a warning where there are no nodes at all", () => {
    const useless = { ...off, cluster: { ebsCsi: true } };
    expect(found(useless)).toEqual(["ebs-csi-useless cluster.ebsCsi"]);
    expect(accepted(useless)).toBe(true);
  });

  it("draws none with nodes of any kind", () => {
    expect(found({ ...off, cluster: { ebsCsi: true, systemPods: "nodes" } })).toEqual([]);
    expect(found({ cluster: { ebsCsi: true } })).toEqual([]);
    expect(found(off)).toEqual([]);
  });

  it("is on by default in version set tutorial", () => {
    expect(found({ ...off, versions: { set: "tutorial" } })).toContain("ebs-csi-useless cluster.ebsCsi");
  });
});

describe("the instance types of one node group", () => {
  it("have one architecture", () => {
    expect(found({ cluster: { nodes: { instanceTypes: ["m7g.large", "c6gd.large"] } } })).toEqual([]);
    expect(found({ cluster: { nodes: { instanceTypes: ["m6a.large", "m7i.large"] } } })).toEqual([]);
    expect(found({ cluster: { nodes: { instanceTypes: ["m7g.large", "m6a.large"] } } })).toEqual([
      "nodes-architecture cluster.nodes.instanceTypes",
    ]);
  });
});
