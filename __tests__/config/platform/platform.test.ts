import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../../src/config";
import { platformChoice } from "../../../src/config/platform";
import { platformLines } from "../../../src/config/platform/words";
import { arbitraryConfigInput, parseOptions } from "../arbitraries";
import { configOf, found, runner } from "../samples";

const noKarpenter = { karpenter: { enabled: false } };
const managers = (count: number, concurrent = 200) =>
  Array.from({ length: count }, (_, index) => runner({ name: `runner${index + 1}`, concurrent }));
const cluster = (change: object = {}) => ({ platform: "auto", ...change });
const choose = (change: Readonly<Record<string, unknown>>) => platformChoice(configOf(change).cluster);

describe("platform auto", () => {
  it("takes nodes for five managers of 200", () => {
    const choice = choose({ cluster: cluster(), addons: noKarpenter, runners: managers(5) });
    // Five of 2 vCPU and 4 GB: 730 x 5 x (0.08096 + 0.01778) = 360.401; two CoreDNS of the smallest size:
    // 730 x 2 x 0.0123425 = 18.02005. Together 378.42105.
    expect(choice.fargate.usd).toBeCloseTo(378.42105, 9);
    // Each manager asks for 1.21 of the 1.7 vCPU that pods have of an m6a.large, so one a node: 730 x 5 x 0.0864 =
    // 315.36, and 5 x 20 GB of 0.08 = 8. Together 323.36.
    expect(choice.nodes).toMatchObject({ nodeCount: 5, unknown: [] });
    expect(choice.nodes.usd).toBeCloseTo(323.36, 9);
    expect(choice.cheaper?.usd).toBeCloseTo(55.06105, 9);
    expect(choice).toMatchObject({ systemPods: "nodes", managers: "nodes", nodeCount: 5 });
  });

  it("stays on Fargate for two managers of 200 and Karpenter", () => {
    const choice = choose({ cluster: cluster(), runners: managers(2) });
    // Two managers 144.1604, CoreDNS 18.02005, Karpenter two of 1 vCPU and 2 GB: 730 x 2 x 0.04937 = 72.0802.
    expect(choice.fargate.usd).toBeCloseTo(234.26065, 9);
    // No two of 1.21, 1.21, 1 and 1 go on one node, so four: 4 x 63.072 + 4 x 1.6 = 258.688.
    expect(choice.nodes.nodeCount).toBe(4);
    expect(choice.nodes.usd).toBeCloseTo(258.688, 9);
    expect(choice).toMatchObject({ systemPods: "fargate", managers: "fargate", nodeCount: 0 });
  });

  it("counts what is fixed on both sides", () => {
    const fixed = cluster({ systemPods: "fargate" });
    const choice = choose({ cluster: fixed, addons: noKarpenter, runners: managers(5) });
    expect(choice.fargate.usd).toBeCloseTo(378.42105, 9);
    // The five nodes, and CoreDNS on Fargate: 323.36 + 18.02005.
    expect(choice.nodes.usd).toBeCloseTo(341.38005, 9);
    expect(choice).toMatchObject({ systemPods: "fargate", managers: "nodes", nodeCount: 5 });
  });

  it("takes a given number of nodes if they hold all, else stays on Fargate and says so", () => {
    const given = (count: number) =>
      choose({ cluster: cluster({ nodes: { count } }), addons: noKarpenter, runners: managers(5) });
    expect(given(5)).toMatchObject({ managers: "nodes", nodeCount: 5 });
    expect(given(4)).toMatchObject({
      ...{ managers: "fargate", cheaper: undefined },
      nodes: { unknown: ["room on 4 x m6a.large: 5 hold all"] },
    });
  });

  it.each([
    ["a Region without prices", { region: "ap-southeast-2" }, "nodes of m6a.large"],
    [
      "a type without a price",
      { cluster: { nodes: { instanceTypes: ["c6a.large"] } } },
      "nodes of c6a.large",
    ],
    [
      "a type of unknown size",
      { cluster: { nodes: { instanceTypes: ["m6a.large", "m6a.metal"] } } },
      "nodes of",
    ],
    ["a manager too large for a node", { runners: managers(1, 300) }, "a manager is larger than"],
    ["an add-on", { addons: { blueprints: { enable_metrics_server: true } } }, "the add-on metrics_server"],
  ])("stays on Fargate with %s, and says why", (_, change, why) => {
    const base = { runners: managers(5), ...change };
    const own = "cluster" in change ? change.cluster : {};
    const addons = { ...noKarpenter, ...("addons" in change ? change.addons : {}) };
    const choice = choose({ ...base, cluster: cluster(own), addons });
    expect(choice).toMatchObject({ cheaper: undefined, systemPods: "fargate", managers: "fargate" });
    expect(choice.nodes.unknown.join()).toContain(why);
    expect(platformLines(choice)[2]).toBe(
      "which is cheaper is unknown, so auto puts all of it on Fargate; to keep it there whatever later prices are, write cluster.platform: fargate",
    );
  });

  it("says how to keep what it chose", () => {
    const choice = choose({ cluster: cluster(), addons: noKarpenter, runners: managers(5) });
    expect(platformLines(choice)).toEqual([
      "on Fargate: $378.42",
      "on nodes (5 x m6a.large): $323.36",
      "nodes are cheaper by $55.06, so auto puts all of it on nodes; to keep it there whatever later prices are, write cluster.platform: nodes and cluster.nodes.count: 5",
    ]);
  });

  it("never takes the dearer, and nothing of which something is unknown", () => {
    const regions = fc.constantFrom("us-east-1", "us-west-2", "eu-west-1", "ap-southeast-2");
    const nodes = fc.constantFrom({}, { instanceTypes: ["m6a.xlarge"] }, { count: 4 }, { diskGiB: 500 });
    const runners = fc.array(fc.record({ concurrent: fc.integer({ min: 1, max: 400 }) }), { maxLength: 9 });
    let onNodes = 0;
    fc.assert(
      fc.property(regions, nodes, fc.boolean(), runners, (region, nodes, enabled, runners) => {
        const {
          fargate,
          nodes: other,
          cheaper,
          ...chosen
        } = choose({
          ...{ region, cluster: cluster({ nodes }), addons: { karpenter: { enabled } } },
          runners: runners.map((change, index) => runner({ name: `r${index}`, ...change })),
        });
        const known = fargate.unknown.length + other.unknown.length === 0;
        const expected = known && other.usd < fargate.usd ? "nodes" : "fargate";
        expect(chosen).toMatchObject({ systemPods: expected, managers: expected });
        expect(cheaper === undefined).toBe(!known);
        if (expected === "nodes") onNodes += 1;
      }),
      { seed: 1 },
    );
    expect(onNodes).toBeGreaterThan(5);
  });
});

describe("a platform", () => {
  it("is what its two keys are, unless they have their own", () => {
    const placed = (change: object) => {
      const { systemPods, managers, nodes } = configOf({ cluster: change, addons: noKarpenter }).cluster;
      return [systemPods, managers, nodes.count];
    };
    expect(placed({})).toEqual(["fargate", "fargate", 2]);
    expect(placed({ platform: "nodes" })).toEqual(["nodes", "nodes", 2]);
    expect(placed({ platform: "nodes", managers: "fargate", nodes: { count: 3 } })).toEqual([
      ...["nodes", "fargate"],
      3,
    ]);
    expect(placed({ managers: "nodes" })).toEqual(["fargate", "nodes", 2]);
  });

  it("is not left to prices where profiles of the configuration say it", () => {
    const fargateProfiles = { own: { selectors: [{ namespace: "*" }] } };
    expect(found({ cluster: { platform: "auto", fargateProfiles } })).toEqual([
      "platform-profiles cluster.platform",
    ]);
  });

  it("does nothing beside both of its keys", () => {
    const both = { systemPods: "fargate", managers: "fargate" };
    expect(found({ cluster: { platform: "fargate", ...both } })).toEqual(["no-effect cluster.platform"]);
    expect(found({ cluster: both })).toEqual([]);
  });

  it("hides no other mistake, whether or not it can be decided", () => {
    const nodes = { instanceTypes: ["m6a.large", "m7g.large"] };
    const mistakes = (platform: string) => found({ region: "nowhere", cluster: { platform, nodes } });
    expect(mistakes("nodes")).toEqual([
      "wrong-form region",
      "nodes-architecture cluster.nodes.instanceTypes",
    ]);
    expect(mistakes("auto")).toEqual(["wrong-form region"]);
  });

  it("is the same however often it is asked, of any configuration", () => {
    fc.assert(
      fc.property(arbitraryConfigInput, (input) => {
        const twice = [parseConfig(input, parseOptions), parseConfig(input, parseOptions)];
        expect(twice[0]).toEqual(twice[1]);
        expect(twice[0]?.ok).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});
