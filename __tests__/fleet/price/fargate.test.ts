import { describe, expect, it } from "vitest";
import { billedSeconds, podUsd } from "../../../src/fleet/price/fargate";

const virginia = "us-east-1";

describe("the price of a pod on Fargate, for so long", () => {
  it("of a minute is a sixtieth, of less the same, of more by the second", () => {
    const smallest = { cpu: 0.25, memoryMiB: 256 };
    // 0.0123425 / 60 = 0.00020570833...; 61 s: 0.0123425 x 61 / 3600 = 0.00020913681...
    expect(podUsd(smallest, 60, virginia)).toBeCloseTo(0.000205708333, 12);
    expect(podUsd(smallest, 1, virginia)).toBeCloseTo(0.000205708333, 12);
    expect(podUsd(smallest, 60.2, virginia)).toBeCloseTo(0.000209136806, 12);
    expect([0, 60, 60.2, 3600].map(billedSeconds)).toEqual([60, 60, 61, 3600]);
  });

  it("is unknown in a Region without a recorded price", () => {
    expect(podUsd({ cpu: 0.25, memoryMiB: 256 }, 60, "ap-southeast-2")).toBe("unknown");
  });
});
