import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../../src/config";
import { placementChoice } from "../../../src/config/placement";
import { placementLines } from "../../../src/config/placement/labels";
import { arbitraryConfigInput, parseOptions } from "../arbitraries";
import { configOf, found, runner } from "../samples";

const noKarpenter = { karpenter: { enabled: false } };
const managers = (count: number, concurrent = 200) =>
  Array.from({ length: count }, (_, index) => runner({ name: `runner${index + 1}`, concurrent }));
const cluster = (change: object = {}) => ({ platform: "auto", ...change });
const choose = (change: Readonly<Record<string, unknown>>) => placementChoice(configOf(change).cluster);

describe("platform auto", () => {
  it("chooses nodes for five managers of 240", () => {
    const choice = choose({ cluster: cluster(), addons: noKarpenter, runners: managers(5, 240) });
    // Each is of 4 vCPU and 8 GB, since 1.5 x 1.45 is more than 2 vCPU: 730 x 5 x (0.16192 + 0.03556) = 720.802; two
    // CoreDNS of the smallest size: 730 x 2 x 0.0123425 = 18.02005. Together 738.82205.
    expect(choice.fargate.usd).toBeCloseTo(738.82205, 9);
    // Each asks for 1.45 of the 1.7 vCPU that pods have of an m6a.large, so one a node, and while they are replaced
    // there are ten: 730 x 10 x 0.0864 = 630.72, and 10 x 20 GB of 0.08 = 16. Together 646.72.
    expect(choice.nodes).toMatchObject({ nodeCount: 10, unknown: [] });
    expect(choice.nodes.usd).toBeCloseTo(646.72, 9);
    expect(choice.cheaper?.usd).toBeCloseTo(92.10205, 9);
    expect(choice).toMatchObject({ systemPods: "nodes", managers: "nodes", nodeCount: 10 });
  });

  it("stays on Fargate for five managers of 200, the preset thousand", () => {
    const choice = choose({ cluster: cluster(), addons: noKarpenter, runners: managers(5) });
    // Five of 2 vCPU and 4 GB: 730 x 5 x (0.08096 + 0.01778) = 360.401, and CoreDNS as above. Together 378.42105.
    expect(choice.fargate.usd).toBeCloseTo(378.42105, 9);
    // 1.21 vCPU each, so ten nodes here too.
    expect(choice.nodes.usd).toBeCloseTo(646.72, 9);
    expect(choice.cheaper?.place).toBe("fargate");
    expect(choice.cheaper?.usd).toBeCloseTo(268.29895, 9);
    expect(choice).toMatchObject({ systemPods: "fargate", managers: "fargate", nodeCount: 0 });
  });

  it("stays on Fargate for two managers of 200 and Karpenter", () => {
    const choice = choose({ cluster: cluster(), runners: managers(2) });
    // Two managers 144.1604, CoreDNS 18.02005, Karpenter two of 1 vCPU and 2 GB: 730 x 2 x 0.04937 = 72.0802.
    expect(choice.fargate.usd).toBeCloseTo(234.26065, 9);
    // No two of four managers of 1.21 and Karpenter's two of 1 go on one node, so six: 6 x 63.072 + 6 x 1.6 = 388.032.
    expect(choice.nodes.nodeCount).toBe(6);
    expect(choice.nodes.usd).toBeCloseTo(388.032, 9);
    expect(choice).toMatchObject({ systemPods: "fargate", managers: "fargate", nodeCount: 0 });
  });

  it("reserves room for the job cleaner if it runs", () => {
    const count = (enabled: boolean) =>
      choose({ addons: { ...noKarpenter, jobCleaner: { enabled } }, runners: managers(1, 240) }).nodes
        .nodeCount;
    expect(count(false)).toBe(2);
    // 1.45 leave 0.25 of 1.7, which is what it asks for, and CoreDNS takes 0.1 of that on either.
    expect(count(true)).toBe(3);
  });

  it("counts a fixed placement on both sides", () => {
    const fixed = cluster({ systemPods: "fargate" });
    const choice = choose({ cluster: fixed, addons: noKarpenter, runners: managers(5, 240) });
    expect(choice.fargate.usd).toBeCloseTo(738.82205, 9);
    // The ten nodes, and CoreDNS on Fargate: 646.72 + 18.02005.
    expect(choice.nodes.usd).toBeCloseTo(664.74005, 9);
    expect(choice).toMatchObject({ systemPods: "fargate", managers: "nodes", nodeCount: 10 });
  });

  it("uses a configured number of nodes if they have room, else stays on Fargate and reports it", () => {
    const given = (count: number) =>
      choose({ cluster: cluster({ nodes: { count } }), addons: noKarpenter, runners: managers(5, 240) });
    expect(given(10)).toMatchObject({ managers: "nodes", nodeCount: 10 });
    expect(given(9)).toMatchObject({
      ...{ managers: "fargate", cheaper: undefined },
      nodes: { unknown: ["room on 9 x m6a.large: the pods need 10"] },
    });
  });

  it("reports an add-on that only runs on nodes as unknown room, not as a cost", () => {
    const agents = { ...noKarpenter, blueprints: { enable_aws_cloudwatch_metrics: true } };
    const choice = choose({ cluster: cluster(), addons: agents, runners: managers(5, 240) });
    expect(choice.fargate.unknown).toEqual([]);
    expect(choice.nodes.unknown).toEqual(["room that the add-on aws_cloudwatch_metrics takes on each node"]);
    expect(choice).toMatchObject({ cheaper: undefined, managers: "fargate" });
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
    [
      "a manager too large for a node, though not of the first type",
      { runners: managers(1, 300), cluster: { nodes: { instanceTypes: ["m6a.xlarge", "m6a.large"] } } },
      "nodes of m6a.xlarge, m6a.large: a manager is larger than the room on the smallest type",
    ],
    ["an add-on", { addons: { blueprints: { enable_metrics_server: true } } }, "the add-on metrics_server"],
  ])("stays on Fargate with %s, and reports why", (_, change, why) => {
    const base = { runners: managers(5), ...change };
    const own = "cluster" in change ? change.cluster : {};
    const addons = { ...noKarpenter, ...("addons" in change ? change.addons : {}) };
    const choice = choose({ ...base, cluster: cluster(own), addons });
    expect(choice).toMatchObject({ cheaper: undefined, systemPods: "fargate", managers: "fargate" });
    expect(choice.nodes.unknown.join()).toContain(why);
    expect(placementLines(choice)[2]).toBe(
      "which is cheaper is unknown, so auto puts all of it on Fargate; to keep it when prices change, set cluster.platform: fargate",
    );
  });

  it("reports how to keep its choice", () => {
    const choice = choose({ cluster: cluster(), addons: noKarpenter, runners: managers(5, 240) });
    expect(placementLines(choice)).toEqual([
      "on Fargate: $738.82",
      "on nodes (10 x m6a.large): $646.72",
      "nodes are cheaper by $92.10, so auto puts all of it on nodes; to keep it when prices change, set cluster.platform: nodes and cluster.nodes.count: 10",
    ]);
  });

  it("never chooses the more expensive placement, and stays on Fargate if a price is unknown", () => {
    const regions = fc.constantFrom("us-east-1", "us-west-2", "eu-west-1", "ap-southeast-2");
    const nodes = fc.constantFrom({}, { instanceTypes: ["m6a.xlarge"] }, { count: 4 }, { diskGiB: 500 });
    const runners = fc.array(fc.record({ concurrent: fc.integer({ min: 215, max: 245 }) }), { maxLength: 9 });
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
      { seed: 1, numRuns: 40 },
    );
    expect(onNodes).toBeGreaterThan(2);
  });
});

describe("a platform", () => {
  it("sets the placement of both kinds of pods, unless they have their own", () => {
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

  it("refuses auto if the configuration has profiles", () => {
    const fargateProfiles = { own: { selectors: [{ namespace: "*" }] } };
    expect(found({ cluster: { platform: "auto", fargateProfiles } })).toEqual([
      "platform-profiles cluster.platform",
    ]);
  });

  it("has no effect if both of its keys are set", () => {
    const both = { systemPods: "fargate", managers: "fargate" };
    expect(found({ cluster: { platform: "fargate", ...both } })).toEqual(["no-effect cluster.platform"]);
    expect(found({ cluster: both })).toEqual([]);
  });

  it("hides no other mistake, even if it cannot be decided", () => {
    const nodes = { instanceTypes: ["m6a.large", "m7g.large"] };
    const mistakes = (platform: string) => found({ region: "nowhere", cluster: { platform, nodes } });
    expect(mistakes("nodes")).toEqual([
      "wrong-form region",
      "nodes-architecture cluster.nodes.instanceTypes",
    ]);
    expect(mistakes("auto")).toEqual(["wrong-form region"]);
  });

  it("gives the same placement each time, for any configuration", () => {
    fc.assert(
      fc.property(arbitraryConfigInput, (input) => {
        const twice = [parseConfig(input, parseOptions), parseConfig(input, parseOptions)];
        expect(twice[0]).toEqual(twice[1]);
        expect(twice[0]?.ok).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});
