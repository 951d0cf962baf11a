import { describe, expect, it } from "vitest";
import { accepted, found } from "../samples";

describe("the EBS CSI add-on", () => {
  const tutorial = { versions: { set: "tutorial" } };
  const adopt = "kubernetes-adopt-only versions.kubernetes";
  const off = { addons: { karpenter: { enabled: false } } };

  it("has no role in version set current", () => {
    expect(found({ cluster: { ebsCsi: true } })).toEqual(["ebs-csi-no-role cluster.ebsCsi"]);
    expect(found({ cluster: { ebsCsi: false } })).toEqual([]);
    expect(found({ addons: { blueprints: { enable_amazon_eks_aws_ebs_csi_driver: true } } })).toEqual([]);
  });

  it("is enabled by default in version set tutorial, with a warning in a cluster without nodes", () => {
    expect(found({ ...off, ...tutorial })).toEqual([adopt, "ebs-csi-useless cluster.ebsCsi"]);
    expect(accepted({ ...off, ...tutorial })).toBe(true);
  });

  it("causes no warning with nodes of any kind", () => {
    expect(found({ ...off, ...tutorial, cluster: { systemPods: "nodes" } })).toEqual([adopt]);
    expect(found(tutorial)).toEqual([adopt]);
    expect(found({ ...off, ...tutorial, cluster: { ebsCsi: false } })).toEqual([adopt]);
  });
});

describe("the instance types of one node group", () => {
  it("have one architecture", () => {
    expect(
      found({ cluster: { managers: "nodes", nodes: { instanceTypes: ["m7g.large", "c6gd.large"] } } }),
    ).toEqual([]);
    expect(
      found({ cluster: { managers: "nodes", nodes: { instanceTypes: ["m6a.large", "m7i.large"] } } }),
    ).toEqual([]);
    expect(
      found({ cluster: { managers: "nodes", nodes: { instanceTypes: ["m7g.large", "m6a.large"] } } }),
    ).toEqual(["nodes-architecture cluster.nodes.instanceTypes"]);
  });
});
