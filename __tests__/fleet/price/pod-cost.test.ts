import { describe, expect, it } from "vitest";
import { placementUsdPerHour, provisionedSize } from "../../../src/fleet/price/pod-cost";

const requests = { cpu: 0.9, memoryMiB: 2000 };
const region = "us-east-1";

describe("an existing pod costs", () => {
  it("on Fargate what its size costs, and what it asks for until Fargate says it", () => {
    // 0.25 x 0.04048 + 0.5 x 0.004445
    const small = { kind: "fargate", size: { vcpu: 0.25, memoryGiB: 0.5 } } as const;
    expect(placementUsdPerHour(small, requests, region)).toBeCloseTo(0.0123425, 7);
    // 1 vCPU and 3 GB hold it: 0.04048 + 3 x 0.004445
    expect(placementUsdPerHour({ kind: "fargate", size: undefined }, requests, region)).toBeCloseTo(
      0.053815,
      6,
    );
  });

  it("on a node its share of a full one", () => {
    const node = { kind: "node", name: "n", instanceType: "m6a.xlarge", capacity: "on-demand" } as const;
    // Four of them fit into 4 vCPU less 0.3, at 0.1728 an hour.
    expect(placementUsdPerHour(node, requests, region)).toBeCloseTo(0.0432, 6);
  });

  it("nothing before it has a place", () => {
    expect(placementUsdPerHour({ kind: "none" }, requests, region)).toBe(0);
  });

  it.each([
    ["on Spot", { instanceType: "m6a.xlarge", capacity: "spot" }],
    ["on a node that was not seen", {}],
    ["on a type without a price", { instanceType: "z1d.large", capacity: "on-demand" }],
    ["on a type that is too small for it", { instanceType: "c6a.metal", capacity: "on-demand" }],
  ])("nobody knows what: %s", (_, more) => {
    expect(placementUsdPerHour({ kind: "node", name: "n", ...more }, requests, region)).toBe("unknown");
  });

  it("an unknown amount in a Region without prices", () => {
    const size = { vcpu: 1, memoryGiB: 2 };
    expect(placementUsdPerHour({ kind: "fargate", size }, requests, "cn-north-1")).toBe("unknown");
  });
});

describe("what Fargate has given", () => {
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
