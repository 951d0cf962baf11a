import { describe, expect, it } from "vitest";
import { cheapestFor, instancesOf, podsOn } from "../../../src/fleet/price/instances";
import { configOf } from "../../config/samples";

const pool = (change: object = {}) => {
  const nodePools = { "on-demand": { capacity: "on-demand", ...change } };
  const found = configOf({ addons: { karpenter: { nodePools } } }).addons.karpenter.nodePools["on-demand"];
  if (found === undefined) throw new Error("the pool is there");
  return found;
};

describe("the cheapest node", () => {
  const instance = { vcpu: 4, memoryMiB: 8192, usdPerHour: 1 };

  it("has room by CPU and memory, without the pods of DaemonSets", () => {
    // 3.7 vCPU are free of 4.
    expect(podsOn(instance, { cpu: 1, memoryMiB: 1024 })).toBe(3);
    expect(podsOn(instance, { cpu: 0.1, memoryMiB: 4096 })).toBe(2);
    expect(podsOn(instance, { cpu: 3.7, memoryMiB: 1 })).toBe(1);
    expect(podsOn(instance, { cpu: 4, memoryMiB: 1 })).toBe(0);
  });

  it("is the one with the lowest price for a pod", () => {
    // c6a at 4 vCPU holds 3: 0.153 / 3 = 0.051. At 8 vCPU it holds 7: 0.306 / 7 = 0.0437.
    const found = cheapestFor(instancesOf(pool({ cpus: [4, 8] }), "us-east-1"), { cpu: 1, memoryMiB: 1024 });
    expect(found).toEqual({ instance: { vcpu: 8, memoryMiB: 16384, usdPerHour: 0.306 }, pods: 7 });
  });

  it("has the pool's architecture", () => {
    const arm = instancesOf(pool({ cpus: [2], architecture: "arm64" }), "us-east-1");
    expect(Math.min(...arm.map(({ usdPerHour }) => usdPerHour))).toBe(0.068);
  });

  it("is unknown in another Region, and if the price of one category is not recorded", () => {
    expect(instancesOf(pool(), "us-west-2")).toEqual([]);
    expect(instancesOf(pool({ instanceCategories: ["c", "g"] }), "us-east-1")).toEqual([]);
    expect(cheapestFor([], { cpu: 1, memoryMiB: 1 })).toBeUndefined();
  });
});
