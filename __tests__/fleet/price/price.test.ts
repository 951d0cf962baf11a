import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { price, priceText } from "../../../src/fleet/price";
import { configOf, runner } from "../../config/samples";

const on = "2026-11-28";
const region = "us-east-1";
const job = { cpu: 0.125, memory: "128Mi", helper: { cpu: 0.125, memory: "128Mi" } };
const capacity = { fargateVcpuQuota: 4000, onDemandVcpuQuota: 4000 };

const priced = (change: object = {}, jobs = 1, day = on) =>
  price(configOf({ region, capacity, ...change }), jobs, day);
const items = (change: object = {}, day = on) =>
  Object.fromEntries(priced(change, 1, day).idle.items.map(({ thing, usd }) => [thing, usd]));

describe("a month without a job", () => {
  it("has a price for each item", () => {
    const { total, items } = priced({ runners: [runner({ concurrent: 100 })] }).idle;
    const expected = {
      // 730 x 0.10, 730 x 0.045, 730 x 0.005.
      "control plane, Kubernetes 1.35 (support: standard)": 73,
      "1 x NAT gateway, without its traffic": 32.85,
      "1 x public IPv4 address": 3.65,
      // 1 vCPU and 2 GB: 730 x (0.04048 + 2 x 0.004445) = 730 x 0.04937.
      "manager runner1": 36.0401,
      // Two of the smallest: 730 x 2 x 0.0123425. Two of 1 vCPU and 2 GB: 730 x 2 x 0.04937.
      "2 x CoreDNS on Fargate": 18.02005,
      "2 x Karpenter on Fargate": 72.0802,
    };
    expect(items.map(({ thing }) => thing)).toEqual(Object.keys(expected));
    for (const [at, usd] of Object.values(expected).entries()) expect(items[at]?.usd).toBeCloseTo(usd, 9);
    expect(total.unknown).toEqual([]);
    expect(total.usd).toBeCloseTo(235.64035, 9);
  });

  it("has dashboard, alarms and metrics if they are enabled", () => {
    const watched = (alarms: object, at = region) =>
      Object.entries(items({ region: at, addons: { alarms } })).filter(([thing]) =>
        thing.includes("CloudWatch"),
      );
    expect(watched({ enabled: false })).toEqual([]);
    expect(watched({ enabled: true })).toEqual([
      ["1 x CloudWatch dashboard", expect.closeTo(3, 9)],
      ["4 x CloudWatch alarm on one metric", expect.closeTo(0.4, 9)],
      ["5 x CloudWatch metric made of logs", expect.closeTo(1.5, 9)],
    ]);
    expect(watched({ enabled: true, usdPerHour: 5 }).map(([thing]) => thing)).toContain(
      "5 x CloudWatch alarm on one metric",
    );
    expect(watched({ enabled: true }, "us-west-2").map(([, usd]) => usd)).toEqual(Array(3).fill("unknown"));
  });

  it("has the price of extended support from the day after standard support ends", () => {
    const name = (support: string) => `control plane, Kubernetes 1.35 (support: ${support})`;
    expect(items({}, "2027-03-27")[name("standard")]).toBeCloseTo(73, 9);
    // 730 x 0.60.
    expect(items({}, "2027-03-28")[name("extended")]).toBeCloseTo(438, 9);
    expect(items({}, "2028-03-28")[name("gone")]).toBe("unknown");
    expect(priced().idle.controlPlane).toMatchObject({ standardUntil: "2027-03-27", extendedUsd: 438 });
  });

  it.each([
    ["per-zone", { "3 x NAT gateway, without its traffic": 98.55, "3 x public IPv4 address": 10.95 }],
    ["none", {}],
  ])("counts the gateways of nat: %s", (nat, expected) => {
    const found = Object.entries(items({ network: { nat } })).filter(([thing]) => /NAT|IPv4/.test(thing));
    expect(found.map(([thing]) => thing)).toEqual(Object.keys(expected));
    for (const [thing, usd] of Object.entries(expected))
      expect(Object.fromEntries(found)[thing]).toBeCloseTo(usd, 9);
  });

  // 6 x 730 x the price.
  it.each([
    ["us-east-1", 43.8],
    ["us-west-2", 43.8],
    ["eu-west-1", 48.18],
    ["eu-central-1", 52.56],
    ["us-east-2", "unknown"],
  ])("counts interface endpoints by zone, and not the S3 gateway: %s", (region, usd) => {
    const name = "6 x interface endpoint in a zone, without its traffic";
    const found = items({ region, network: { endpoints: ["ecr.api", "ecr.dkr", "s3"] } })[name];
    expect(typeof found === "number" ? Number(found.toFixed(9)) : found).toBe(usd);
  });

  it("names items with an unknown price: the egress of an existing network, pods of add-ons", () => {
    const { idle, unknown } = priced({
      network: {
        existing: { vpcId: "vpc-01234567", privateSubnetIds: ["subnet-01234567", "subnet-01234568"] },
      },
      cluster: { managers: "nodes", nodes: { count: 3 } },
      addons: { blueprints: { enable_argocd: true } },
      runners: [runner({ concurrent: 10 })],
    });
    const missing = ["the egress of the existing network", "pods of the add-on argocd"];
    expect(idle.total.unknown).toEqual(missing);
    expect(unknown).toEqual(missing);
    // 730 x 3 x 0.0864.
    expect(idle.items.find(({ thing }) => thing === "3 x m6a.large")?.usd).toBeCloseTo(189.216, 9);
    // 3 x 20 GB of 0.08.
    expect(idle.items.find(({ thing }) => thing === "disks of the nodes")?.usd).toBeCloseTo(4.8, 9);
  });

  it("has unknown items, never zero, in a Region without recorded prices", () => {
    const { idle, natUsdPerGb } = priced({ region: "ap-southeast-2", runners: [runner()] });
    expect(idle.total.unknown).toEqual([
      "1 x NAT gateway, without its traffic",
      "manager runner1",
      "2 x CoreDNS on Fargate",
      "2 x Karpenter on Fargate",
    ]);
    // The control plane and the address have the same price in all Regions.
    expect(idle.total.usd).toBeCloseTo(76.65, 9);
    expect(natUsdPerGb).toBe("unknown");
  });
});

describe("jobs", () => {
  it("on Fargate cost their size by the second, and so does a stuck pod", () => {
    const { runs } = priced({ runners: [runner({ job, concurrent: 200 })] }, 200);
    expect(runs).toMatchObject([
      {
        ...{ runners: ["runner1"], compute: "fargate", jobSeconds: 60, timeoutSeconds: 3600 },
        size: { vcpu: 0.25, memoryGiB: 0.5 },
        run: { jobs: 200, succeeded: 200 },
        atMost: undefined,
      },
    ]);
    const { usd } = runs[0] ?? {};
    // An hour is 0.0123425: a sixtieth of it, 200 of those, one, and 730.
    expect(usd?.job).toBeCloseTo(0.000205708333, 12);
    expect(usd?.jobs).toBeCloseTo(0.041141666667, 12);
    expect(usd?.hungUntilTimeout).toBeCloseTo(0.0123425, 12);
    expect(usd?.hungMonth).toBeCloseTo(9.010025, 9);
  });

  it("on nodes cost a share of a full node, all together whole nodes, and a stuck one a whole node", () => {
    const nodePools = { "on-demand": { capacity: "on-demand", cpus: [4] } };
    const large = { cpu: 0.5, memory: "512Mi", helper: { cpu: 0.5, memory: "512Mi" } };
    const { runs } = priced(
      {
        addons: { karpenter: { nodePools } },
        runners: [runner({ compute: "on-demand", job: large, concurrent: 10 })],
      },
      7,
    );
    const [{ usd, run } = { usd: undefined, run: undefined }] = runs;
    expect(run?.succeeded).toBe(7);
    // c6a with 4 vCPU is 0.153 an hour, and holds 3: 0.051 an hour, a sixtieth of it a job. Seven take three nodes.
    expect(usd?.job).toBeCloseTo(0.00085, 12);
    expect(usd?.jobs).toBeCloseTo((3 * 0.153 * (run?.seconds ?? NaN)) / 3600, 12);
    expect(usd?.hungUntilTimeout).toBeCloseTo(0.153, 12);
    // 730 x 0.153.
    expect(usd?.hungMonth).toBeCloseTo(111.69, 9);
  });

  it("on Spot have an unknown price, with the on-demand price as the maximum", () => {
    const fleet = (compute: string) => ({
      runners: [runner({ compute, concurrent: 10 }), runner({ name: "twin", concurrent: 10 })],
    });
    const spot = priced(fleet("spot"));
    const onDemand = priced(fleet("on-demand"));
    const figures = { job: "unknown", jobs: "unknown", hungUntilTimeout: "unknown", hungMonth: "unknown" };
    expect(spot.runs[0]?.usd).toEqual(figures);
    expect(spot.unknown.filter((each) => each.startsWith("jobs of runner1 (Spot"))).toHaveLength(1);
    expect(spot.runs[0]?.atMost?.job).toBe(onDemand.runs[0]?.usd.job);
    expect(onDemand.runs[0]?.usd.job).toBeGreaterThan(0);
  });

  it("on spot-first never cost more than on-demand, for every Spot percentage", () => {
    const figures = (compute: string, spotPercent?: number, concurrent = 10) =>
      priced(
        {
          capacity: { ...capacity, ...(spotPercent !== undefined && { spotPercent }) },
          runners: [runner({ compute, concurrent }), runner({ name: "twin", concurrent: 10 })],
        },
        concurrent,
      ).runs[0];
    expect(figures("spot-first")?.usd.jobs).toBe("unknown");
    expect(figures("spot-first", 40)?.usd.job).toBeCloseTo(0.4 * 0.000658, 6);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 60 }), (percent, jobs) => {
        const first = figures("spot-first", percent, jobs);
        const { usd } = figures("on-demand", undefined, jobs) ?? {};
        expect(first?.atMost).toEqual(usd);
        for (const key of ["job", "jobs", "hungUntilTimeout", "hungMonth"] as const) {
          expect(first?.usd[key]).toBeLessThanOrEqual(Number(usd?.[key]));
        }
      }),
      { numRuns: 20 },
    );
  });

  it("on nodes have an unknown price if some fail in the model, and in a Region without prices", () => {
    const runners = [runner({ compute: "on-demand", concurrent: 50 })];
    const few = priced({ runners, capacity: { onDemandVcpuQuota: 4 } }, 50).runs[0];
    expect(few?.run.succeeded).toBeLessThan(50);
    expect(few?.usd.jobs).toBe("unknown");
    expect(few?.usd.job).toBeCloseTo(0.000658, 6);
    expect(priced({ region: "us-west-2", runners }).runs[0]?.usd.job).toBe("unknown");
  });

  it("may be stuck up to the job timeout of their runner", () => {
    const registration = { tokenType: "registration", maximumTimeoutSeconds: 7200 };
    const tutorial = { versions: { set: "tutorial" } };
    expect(priced({ ...tutorial, runners: [runner(registration)] }).runs[0]?.timeoutSeconds).toBe(7200);
  });
});

describe("the text", () => {
  it("has sums, unknown items, and the source of each price", () => {
    const text = String(priceText(priced({ runners: [runner({ job, concurrent: 200 })] }, 200)));
    expect(text).toContain("  1 x NAT gateway, without its traffic                   $32.85\n");
    expect(text).toContain(
      "  sum: $271.68\n  after 2027-03-27, in extended support: $438.00 instead of $73.00\n",
    );
    expect(text).toContain("  one job of 1 min: $0.000206\n  200 at once: $0.041142\n");
    expect(text).toContain(
      "  on Fargate: $162.18\n  on nodes (4 x m6a.large): $258.69\n  Fargate is cheaper by $96.51; the configuration has all of it on Fargate\n",
    );
    expect(text).toContain("Not included: traffic, $0.045 a GB through a NAT gateway");
    expect(text).not.toContain("No price is recorded here");
    expect(text).toContain("  2026-07-20  instances, on demand: aws/karpenter-provider-aws@1d927085:");
  });

  it("says unknown if no price is known", () => {
    const text = String(
      priceText(priced({ region: "ap-southeast-2", runners: [runner({ concurrent: 10 })] })),
    );
    expect(text).toContain("  on nodes: unknown: nodes of m6a.large\n  which is cheaper is unknown; the ");
    expect(text).toContain("  one job of 1 min: unknown\n");
    expect(text).toContain("traffic, unknown a GB");
    expect(text).toContain(
      "No recorded price for: 1 x NAT gateway, without its traffic; manager runner1; 2 x CoreDNS on Fargate;",
    );
  });
});

describe("the stages", () => {
  it("have costs whose sum is the monthly cost", () => {
    const { idle } = priced({
      addons: { alarms: { enabled: true } },
      runners: [runner({ concurrent: 100 })],
    });
    const stage = (name: string) =>
      idle.items.filter((item) => item.stage === name).reduce((sum, { usd }) => sum + Number(usd), 0);
    expect(stage("vpc")).toBeCloseTo(32.85 + 3.65, 9);
    expect(stage("eks")).toBeCloseTo(73 + 18.02005, 9);
    expect(stage("runners")).toBeCloseTo(36.0401, 9);
    expect(stage("addons")).toBeGreaterThan(72.08);
    const all = ["vpc", "eks", "addons", "runners"].reduce((sum, name) => sum + stage(name), 0);
    expect(all).toBeCloseTo(idle.total.usd, 9);
  });
});
