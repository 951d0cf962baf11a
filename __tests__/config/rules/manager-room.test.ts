import { describe, expect, it } from "vitest";
import { found, runner } from "../samples";

describe("the managed nodes", () => {
  const cluster = (change: Readonly<Record<string, unknown>>) => ({
    cluster: { managers: "nodes", nodes: { count: 2, instanceTypes: ["m6a.large"] }, ...change },
  });
  // Of 2 vCPU pods have 1.7; 281 jobs ask for 1.696, 282 for 1.702.
  const one = (concurrent: number) => [runner({ concurrent })];

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
    expect(found({ ...cluster(system), runners: one(231) })).toEqual([]);
    expect(found({ ...cluster(system), runners: one(232) })).toEqual([path]);
    const off = { addons: { karpenter: { enabled: false } } };
    expect(found({ ...cluster(system), runners: one(232), ...off })).toEqual([]);
    expect(found({ ...cluster({}), runners: [...one(281), runner({ name: "b", concurrent: 281 })] })).toEqual(
      [],
    );
    const alone = { ...cluster({ ...system, managers: "fargate", nodes: { count: 1 } }) };
    expect(found(alone)).toEqual([path]);
  });

  it("count as the smallest type; sizes that differ between families are not counted", () => {
    const types = (...instanceTypes: string[]) => cluster({ nodes: { count: 1, instanceTypes } });
    const runners = one(500);
    expect(found({ ...types("m6a.xlarge", "m6a.2xlarge"), runners })).toEqual([]);
    expect(found({ ...types("m6a.large", "m6a.2xlarge"), runners })).toEqual([
      "managers-exceed-nodes runners[0].concurrent",
    ]);
    expect(found({ ...types("t3.medium", "m6a.metal"), runners })).toEqual([]);
  });
});
