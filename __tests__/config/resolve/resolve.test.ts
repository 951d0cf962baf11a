import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { providerPins, versionSets } from "../../../modules/pins";
import { parseConfig } from "../../../src/config";
import { arbitraryConfigInput, parseOptions } from "../arbitraries";
import { configOf, runner } from "../samples";

describe("the version sets", () => {
  it("set every version that is not configured", () => {
    const { versions } = configOf();
    expect(versions).toEqual({
      set: "current",
      ...versionSets.current,
      providers: Object.fromEntries(
        Object.entries(providerPins).map(([name, { version }]) => [name, version]),
      ),
    });
    const given = {
      kubernetes: "1.36",
      karpenter: "1.14.1",
      runnerChart: "0.89.0",
      providers: { aws: "5.90.0" },
    };
    expect(configOf({ versions: given }).versions).toMatchObject({
      ...given,
      providers: { aws: "5.90.0", helm: "2.17.0" },
    });
  });

  it("differ in the EBS CSI add-on and in logging", () => {
    const both = (set: string) => {
      const { cluster, addons } = configOf({ versions: { set } });
      return [cluster.ebsCsi, addons.logging.enabled];
    };
    expect(both("tutorial")).toEqual([true, false]);
    expect(both("current")).toEqual([false, true]);
    const { cluster, addons } = configOf({
      versions: { set: "tutorial" },
      cluster: { ebsCsi: false },
      addons: { logging: { enabled: true, retentionDays: 7 } },
    });
    expect([cluster.ebsCsi, addons.logging]).toEqual([false, { enabled: true, retentionDays: 7 }]);
  });
});

describe("runners", () => {
  it.each(["authentication", "registration"])(
    "have tags by their compute class, with %s tokens",
    (tokenType) => {
      const runners = [
        runner({ tokenType }),
        runner({ tokenType, name: "spot", compute: "spot" }),
        runner({
          tokenType,
          name: "od",
          compute: "on-demand",
          tags: ["big", "eks-on-demand"],
          runUntagged: true,
        }),
      ];
      const resolved = configOf({ runners }).runners;
      expect(resolved.map(({ tags }) => tags)).toEqual([
        ["eks-fargate"],
        ["eks-spot"],
        ["big", "eks-on-demand"],
      ]);
      expect(resolved.map(({ runUntagged }) => runUntagged)).toEqual([false, false, true]);
      expect(resolved[0]).toMatchObject({ locked: true, protected: false });
    },
  );

  it("have a namespace and a node pool by their compute class", () => {
    const runners = [
      runner(),
      runner({ name: "spot", compute: "spot" }),
      runner({ name: "od", compute: "on-demand", namespace: "mine" }),
    ];
    const resolved = configOf({ runners }).runners;
    expect(resolved.map(({ namespace }) => namespace)).toEqual([
      "gitlab-jobs-fargate",
      "gitlab-jobs-spot",
      "mine",
    ]);
    expect(resolved.map(({ nodePool }) => nodePool)).toEqual([undefined, "spot", "on-demand"]);
    expect(resolved.map((one) => "nodePool" in one)).toEqual([false, true, true]);
  });

  it("have the architecture of their node pool, or amd64", () => {
    const nodePools = { "on-demand": { capacity: "on-demand", architecture: "arm64" } };
    const runners = [runner(), runner({ name: "od", compute: "on-demand" })];
    const kinds = (change: Readonly<Record<string, unknown>>) =>
      configOf({ runners, ...change }).runners.map(({ architecture }) => architecture);
    expect(kinds({})).toEqual(["amd64", "amd64"]);
    expect(kinds({ addons: { karpenter: { nodePools } } })).toEqual(["amd64", "arm64"]);
    expect(kinds({ versions: { set: "tutorial" } })).toEqual(["amd64", "amd64"]);
  });

  it("have no node pool in version set tutorial", () => {
    const runners = [runner({ compute: "on-demand" })];
    const [only] = configOf({ runners, versions: { set: "tutorial" } }).runners;
    expect(only).not.toHaveProperty("nodePool");
  });
});

describe("a resolved configuration", () => {
  it("is complete plain data with exactly the sections of the configuration", () => {
    fc.assert(
      fc.property(arbitraryConfigInput, (input) => {
        const parsed = parseConfig(input, parseOptions);
        if (!parsed.ok) throw new Error("not valid");
        const { config } = parsed;
        expect(JSON.parse(JSON.stringify(config))).toEqual(config);
        expect(Object.keys(config).toSorted()).toEqual([
          "addons",
          "allowUnknownRegion",
          "capacity",
          "cluster",
          "gitlabCa",
          "iam",
          "images",
          "layout",
          "name",
          "network",
          "proxy",
          "region",
          "runners",
          "state",
          "tags",
          "versions",
        ]);
        expect(config.cluster.fargateProfiles.every(({ selectors }) => selectors.length <= 5)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});
