import { describe, expect, it } from "vitest";
import type {
  Fleet,
  FleetManager,
  JobDemand,
  PodHosting,
  Registry,
  Resource,
} from "../../../src/fleet/capacity/fleet";
import { changeSteps, withoutLimits } from "../../../src/fleet/capacity/levers";
import { simulate } from "../../../src/fleet/capacity/simulate";
import { fleetOf, nodes } from "./fleets";

/** Two managers with ten slots each. */
const fleet = fleetOf({
  managers: 2,
  manager: {
    ...{ concurrent: 10, requestConcurrency: 4, checkIntervalSeconds: 3 },
    ...{ cpu: 0.5, memoryMiB: 512, pollTimeoutSeconds: 600 },
  },
  hosting: { podsOfQuota: 30, podsOfAddresses: 20, launchesPerSecond: 5 },
  registry: { pullsPerSecond: 1, pulls: 50 },
  job: { jobsPerSecond: 2 },
});
const onNodes: Fleet = { ...fleet, hosting: nodes({ podsOfQuota: 30, podsOfPool: 20 }) };
const outcome = { ...simulate(fleet, 1), jobs: 100, peakPods: 73 };

interface Change {
  readonly manager?: Partial<FleetManager>;
  readonly hosting?: Partial<PodHosting>;
  readonly registry?: Partial<Registry>;
  readonly job?: Partial<JobDemand>;
}

/** The fleet with only this change. */
const changed = ({ manager, hosting, registry, job }: Change, of = fleet) => ({
  managers: of.managers.map((each) => ({ ...each, ...manager })),
  hosting: { ...of.hosting, ...hosting },
  registry: { ...of.registry, ...registry },
  job: { ...of.job, ...job },
});

describe("without a limit", () => {
  it.each<[Resource, Change]>([
    ["gitlab-rate", { job: { jobsPerSecond: Infinity } }],
    ["request-concurrency", { manager: { requestConcurrency: 500 } }],
    ["check-interval", { manager: { checkIntervalSeconds: 1 } }],
    ["manager-cpu", { manager: { cpu: 16 } }],
    ["manager-memory", { manager: { memoryMiB: Infinity } }],
    ["poll-timeout", { manager: { pollTimeoutSeconds: 7200 } }],
    ["vcpu-quota", { hosting: { podsOfQuota: Infinity } }],
    ["addresses", { hosting: { podsOfAddresses: Infinity } }],
    ["launch-rate", { hosting: { launchesPerSecond: Infinity } }],
    ["image-pulls", { registry: { pullsPerSecond: Infinity, pulls: Infinity } }],
    ["pool-limit", {}],
  ])("of %s the fleet has no other change", (resource, change) => {
    expect(withoutLimits(fleet, [resource], 100)).toEqual(changed(change));
  });

  it("of nodes, quota and pool are separate", () => {
    expect(withoutLimits(onNodes, ["vcpu-quota"], 100)).toEqual(
      changed({ hosting: { podsOfQuota: Infinity } }, onNodes),
    );
    expect(withoutLimits(onNodes, ["pool-limit"], 100)).toEqual(
      changed({ hosting: { podsOfPool: Infinity } }, onNodes),
    );
    expect(withoutLimits(onNodes, ["addresses", "launch-rate"], 100)).toEqual(onNodes);
  });

  it("of `concurrent` it has managers for every job", () => {
    // 100 jobs need 20 slots five times, and 101 jobs six times.
    expect(withoutLimits(fleet, ["concurrent"], 100).managers).toHaveLength(10);
    expect(withoutLimits(fleet, ["concurrent"], 101).managers).toHaveLength(12);
    expect(withoutLimits(fleet, ["concurrent"], 3).managers).toHaveLength(2);
  });

  it("no value becomes smaller", () => {
    const large = { ...fleet, managers: fleet.managers.map((each) => ({ ...each, cpu: 32 })) };
    expect(withoutLimits(large, ["manager-cpu"], 100)).toEqual(large);
  });
});

describe("steps", () => {
  it("double a setting up to its limit", () => {
    const values = [...changeSteps(fleet, ["request-concurrency"], outcome)].map(
      ({ managers }) => managers[0]?.requestConcurrency,
    );
    expect(values).toEqual([8, 16, 32, 64, 128, 256, 500, 500, 500, 500, 500, 500]);
  });

  it.each<[Resource, Change]>([
    ["gitlab-rate", { job: { jobsPerSecond: 4 } }],
    ["check-interval", { manager: { checkIntervalSeconds: 1 } }],
    ["manager-memory", { manager: { memoryMiB: 1024 } }],
    ["poll-timeout", { manager: { pollTimeoutSeconds: 1200 } }],
    ["vcpu-quota", { hosting: { podsOfQuota: 73 } }],
    ["addresses", { hosting: { podsOfAddresses: 73 } }],
    ["launch-rate", { hosting: { launchesPerSecond: 10 } }],
    ["image-pulls", { registry: { pullsPerSecond: Infinity, pulls: Infinity } }],
  ])("begin for %s with the smallest change", (resource, change) => {
    const [first] = changeSteps(fleet, [resource], outcome);
    expect(first).toEqual(changed(change));
  });

  it("for `concurrent` are a single one with all managers", () => {
    expect([...changeSteps(fleet, ["concurrent"], outcome)].map(({ managers }) => managers.length)).toEqual([
      10,
    ]);
  });

  it("for two limits change both", () => {
    const pairs = [...changeSteps(fleet, ["request-concurrency", "vcpu-quota"], outcome)];
    expect(pairs).toHaveLength(12);
    expect(pairs[0]).toEqual(changed({ manager: { requestConcurrency: 8 }, hosting: { podsOfQuota: 73 } }));
  });
});
