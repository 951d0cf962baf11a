import { describe, expect, it } from "vitest";
import { parseConfig } from "../../../src/config";
import { parseOptions } from "../arbitraries";
import { found, runner, sample } from "../samples";

describe("the managed nodes", () => {
  const cluster = (change: Readonly<Record<string, unknown>>) => ({
    cluster: { managers: "nodes", nodes: { count: 2, instanceTypes: ["m6a.large"] }, ...change },
  });
  // Of 2 vCPU pods have 1.7; 281 jobs request 1.696, 282 jobs 1.702.
  const one = (concurrent: number) => [runner({ concurrent })];

  const managers = (count: number) =>
    Array.from({ length: count }, (_, index) => runner({ name: `runner${index + 1}`, concurrent: 100 }));

  it("have room for each manager on one node", () => {
    expect(found({ ...cluster({}), runners: one(281) })).toEqual([]);
    expect(found({ ...cluster({}), runners: one(282) })).toEqual([
      "managers-exceed-nodes runners[0].concurrent",
    ]);
    expect(found({ ...cluster({ managers: "fargate" }), runners: one(282) })).not.toContain(
      "managers-exceed-nodes runners[0].concurrent",
    );
    expect(found({ ...cluster({}), runners: [runner({ manager: { cpu: 1.8 } })] })).toEqual([
      "managers-exceed-nodes runners[0].manager.cpu",
    ]);
  });

  it("have room for all managers and Karpenter together", () => {
    const system = { systemPods: "nodes" };
    const path = "managers-exceed-nodes cluster.nodes.count";
    // 2 for Karpenter, 1.396 and 1.402 of 3.4 for the manager.
    expect(found({ ...cluster(system), runners: one(231) })).not.toContain(path);
    expect(found({ ...cluster(system), runners: one(232) })).toEqual([path]);
    const off = { addons: { karpenter: { enabled: false } } };
    expect(found({ ...cluster(system), runners: one(232), ...off })).not.toContain(path);
    const alone = { ...cluster({ ...system, managers: "fargate", nodes: { count: 1 } }) };
    expect(found(alone)).toEqual([path]);
  });

  it("count as their smallest type, and not at all if a type is unknown", () => {
    const types = (...instanceTypes: string[]) => cluster({ nodes: { count: 1, instanceTypes } });
    const runners = one(300);
    expect(found({ ...types("m6a.xlarge", "m6a.2xlarge"), runners })).toEqual([]);
    expect(found({ ...types("m6a.large", "m6a.2xlarge"), runners })).toEqual([
      "managers-exceed-nodes runners[0].concurrent",
    ]);
    expect(found({ ...types("t3.medium", "m6a.metal"), runners })).toEqual([]);
  });

  it("cause a warning with the needed number if old and new managers may not fit next to each other", () => {
    const two = [...one(281), runner({ name: "b", concurrent: 281 })];
    const warning = "nodes-may-be-full cluster.nodes.count";
    expect(found({ ...cluster({}), runners: two })).toEqual([warning]);
    const of = (count: number) => found({ ...cluster({ nodes: { count } }), runners: two });
    expect(of(3)).toEqual([warning]);
    expect(of(4)).toEqual([]);
    const parsed = parseConfig(
      sample({ cluster: { platform: "nodes" }, runners: managers(2) }),
      parseOptions,
    );
    // Karpenter's two, and each of two managers twice, of 0.61 vCPU: at most 1.09 may run next to one of them.
    expect(parsed.ok ? parsed.warnings : parsed.problems).toMatchObject([
      { code: "nodes-may-be-full", value: 2, allowed: "at least 4 nodes of this size" },
    ]);
  });

  it("cause a warning if memory may not be enough", () => {
    const runners = [runner({ manager: { memory: "8Gi" } })];
    expect(found({ ...cluster({}), runners })).toEqual(["nodes-may-be-full cluster.nodes.instanceTypes"]);
  });
});
