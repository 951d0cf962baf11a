import { describe, expect, it } from "vitest";
import {
  billedSeconds,
  placementUsdPerHour,
  podUsd,
  provisionedSize,
} from "../../../src/fleet/price/pod-cost";

const requests = { cpu: 0.9, memoryMiB: 2000 };
const region = "us-east-1";

describe("the cost of an existing pod", () => {
  it("on Fargate is that of its size, and that of its requests until Fargate reports the size", () => {
    // 0.25 x 0.04048 + 0.5 x 0.004445
    const small = { kind: "fargate", size: { vcpu: 0.25, memoryGiB: 0.5 } } as const;
    expect(placementUsdPerHour(small, requests, region)).toBeCloseTo(0.0123425, 7);
    // 1 vCPU and 3 GB hold it: 0.04048 + 3 x 0.004445
    expect(placementUsdPerHour({ kind: "fargate", size: undefined }, requests, region)).toBeCloseTo(
      0.053815,
      6,
    );
  });

  it("on a node is its share of the full node", () => {
    const node = { kind: "node", name: "n", instanceType: "m6a.xlarge", capacity: "on-demand" } as const;
    // Four of them fit into 4 vCPU less 0.3, at 0.1728 an hour.
    expect(placementUsdPerHour(node, requests, region)).toBeCloseTo(0.0432, 6);
  });

  it("is zero before it is scheduled", () => {
    expect(placementUsdPerHour({ kind: "none" }, requests, region)).toBe(0);
  });

  it.each([
    ["on Spot", { instanceType: "m6a.xlarge", capacity: "spot" }],
    ["on a node that was not seen", {}],
    ["on a type without a price", { instanceType: "z1d.large", capacity: "on-demand" }],
    ["on a type that is too small for it", { instanceType: "c6a.metal", capacity: "on-demand" }],
  ])("is unknown: %s", (_, more) => {
    expect(placementUsdPerHour({ kind: "node", name: "n", ...more }, requests, region)).toBe("unknown");
  });

  it("is unknown in a Region without recorded prices", () => {
    const size = { vcpu: 1, memoryGiB: 2 };
    expect(placementUsdPerHour({ kind: "fargate", size }, requests, "cn-north-1")).toBe("unknown");
  });
});

describe("the size that Fargate reports", () => {
  it.each([
    ["0.25vCPU 0.5GB", { vcpu: 0.25, memoryGiB: 0.5 }],
    ["16vCPU 120GB", { vcpu: 16, memoryGiB: 120 }],
    ["3vCPU 8GB", undefined],
    ["0.25vCPU 8GB", undefined],
    ["", undefined],
  ])("%j is %j", (annotation, size) => {
    expect(provisionedSize(annotation)).toEqual(size);
  });
});

describe("the cost of a pod on Fargate for a duration", () => {
  it("is for at least a minute, and then by the second", () => {
    const smallest = { cpu: 0.25, memoryMiB: 256 };
    // 0.0123425 / 60 = 0.00020570833...; 61 s: 0.0123425 x 61 / 3600 = 0.00020913681...
    expect(podUsd(smallest, 60, region)).toBeCloseTo(0.000205708333, 12);
    expect(podUsd(smallest, 1, region)).toBeCloseTo(0.000205708333, 12);
    expect(podUsd(smallest, 60.2, region)).toBeCloseTo(0.000209136806, 12);
    expect([0, 60, 60.2, 3600].map(billedSeconds)).toEqual([60, 60, 61, 3600]);
  });

  it("has no value in a Region without recorded prices", () => {
    expect(podUsd({ cpu: 0.25, memoryMiB: 256 }, 60, "ap-southeast-2")).toBe("unknown");
  });
});
