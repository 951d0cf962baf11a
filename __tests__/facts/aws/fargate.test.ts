import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  fargateMemoryGiB,
  fargateSize,
  largestFargateSize,
  requestableMiB,
} from "../../../src/facts/aws/fargate";

const size = (cpu: number, memoryMiB: number) => fargateSize({ cpu, memoryMiB });

describe("fargateSize", () => {
  it("has the documented sizes", () => {
    const rows = fargateMemoryGiB.map(({ vcpu, memoryGiB }) => [
      vcpu,
      memoryGiB[0],
      memoryGiB.at(-1),
      memoryGiB.length,
    ]);
    expect(rows).toEqual([
      [0.25, 0.5, 2, 3],
      [0.5, 1, 4, 4],
      [1, 2, 8, 7],
      [2, 4, 16, 13],
      [4, 8, 30, 23],
      [8, 16, 60, 12],
      [16, 32, 120, 12],
    ]);
  });

  it.each([
    // No requests, and the example of the EKS guide.
    [0, 0, { vcpu: 0.25, memoryGiB: 0.5 }],
    [1, 8192, { vcpu: 2, memoryGiB: 9 }],
    [0.25, 256, { vcpu: 0.25, memoryGiB: 0.5 }],
    [0.25, 257, { vcpu: 0.25, memoryGiB: 1 }],
    [1, 1792, { vcpu: 1, memoryGiB: 2 }],
    [1, 1024, { vcpu: 1, memoryGiB: 2 }],
    [1.001, 1024, { vcpu: 2, memoryGiB: 4 }],
    [1 + Number.EPSILON, 1024, { vcpu: 1, memoryGiB: 2 }],
    [0.25, 20_000, { vcpu: 4, memoryGiB: 20 }],
    [16, 120 * 1024 - 256, { vcpu: 16, memoryGiB: 120 }],
    [16, 120 * 1024 - 255, undefined],
    [16.1, 1024, undefined],
  ])("finds the size for %d vCPU and %d MiB", (cpu, memoryMiB, expected) => {
    expect(size(cpu, memoryMiB)).toEqual(expected);
  });

  it("returns a size that fits the requests, and the same size for its largest requests", () => {
    const requests = fc.record({
      cpu: fc.integer({ min: 1, max: 16_000 }),
      memoryMiB: fc.integer({ min: 1, max: 122_624 }),
    });
    fc.assert(
      fc.property(requests, ({ cpu, memoryMiB }) => {
        const got = size(cpu / 1000, memoryMiB) ?? largestFargateSize;
        expect(got.vcpu * 1000).toBeGreaterThanOrEqual(cpu);
        expect(requestableMiB(got)).toBeGreaterThanOrEqual(memoryMiB);
        expect(size(got.vcpu, requestableMiB(got))).toEqual(got);
      }),
    );
  });
});
