import { describe, expect, it } from "vitest";
import { accepted, found } from "../samples";

describe("a key without effect causes a warning", () => {
  it("nodes, if no pod runs on nodes", () => {
    const nodes = { count: 3 };
    expect(found({ cluster: { nodes } })).toEqual(["no-effect cluster.nodes"]);
    expect(accepted({ cluster: { nodes } })).toBe(true);
    expect(found({ cluster: { nodes, managers: "nodes" } })).toEqual([]);
    expect(found({ cluster: { nodes, systemPods: "nodes" } })).toEqual([]);
  });

  it("node pools, if Karpenter is disabled", () => {
    const nodePools = { spot: { capacity: "spot" } };
    expect(found({ addons: { karpenter: { enabled: false, nodePools } } })).toEqual([
      "no-effect addons.karpenter.nodePools",
    ]);
    expect(found({ addons: { karpenter: { nodePools } } })).toEqual([]);
  });

  it("a retention, if logging is disabled", () => {
    const logging = { retentionDays: 7 };
    const path = "no-effect addons.logging.retentionDays";
    expect(found({ addons: { logging: { ...logging, enabled: false } } })).toEqual([path]);
    expect(found({ addons: { logging } })).toEqual([]);
    expect(found({ addons: { logging }, versions: { set: "tutorial" } })).toContain(path);
    expect(found({ addons: { logging: { enabled: false } } })).toEqual([]);
  });
});

it("a mirror of a registry from which glrunner chooses no image", () => {
  const mirror = "mirror.example.com/x";
  const mirrors = { "registry.gitlab.com": mirror, "public.ecr.aws": mirror, "docker.io": mirror };
  expect(found({ images: { mirrors } })).toEqual(['no-effect images.mirrors["docker.io"]']);
});
