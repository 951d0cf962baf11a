import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fargateSize, largestFargateSize } from "../../../src/facts/aws/fargate";
import {
  minUsdPerVcpuHour,
  podUsdPerHour,
  sizeUsdPerHour,
} from "../../../src/config/placement/fargate-price";

const virginia = "us-east-1";

describe("the price of a pod on Fargate", () => {
  it.each([
    // 0.25 x 0.04048 + 0.5 x 0.004445 = 0.01012 + 0.0022225 = 0.0123425 an hour.
    { what: "the smallest", cpu: 0.25, memoryMiB: 256, usd: 0.0123425 },
    // 512 and 256 MB are more than 0.5 GB, so 1 GB: 0.01012 + 0.004445 = 0.014565.
    { what: "0.5 GB asked for, and 256 MB more", cpu: 0.25, memoryMiB: 512, usd: 0.014565 },
    // As AWS has it as an example: 1 vCPU and 8 GB become 2 vCPU and 9 GB: 0.08096 + 0.040005 = 0.120965.
    { what: "memory that only the next vCPU has", cpu: 1, memoryMiB: 8192, usd: 0.120965 },
    // 16 x 0.04048 + 32 x 0.004445 = 0.64768 + 0.14224 = 0.78992.
    { what: "16 vCPU", cpu: 16, memoryMiB: 1024, usd: 0.78992 },
    // 16 x 0.04048 + 120 x 0.004445 = 0.64768 + 0.5334 = 1.18108.
    { what: "the largest", cpu: 16, memoryMiB: 120 * 1024 - 256, usd: 1.18108 },
    // 30 GiB are 10 more than are free: 0.0123425 + 10 x 0.000111 = 0.0134525.
    { what: "more disk than is free", cpu: 0.25, memoryMiB: 256, diskMiB: 30 * 1024, usd: 0.0134525 },
    { what: "the disk that is free", cpu: 0.25, memoryMiB: 256, diskMiB: 20 * 1024, usd: 0.0123425 },
  ])("of $what is $usd an hour", ({ usd, ...requests }) => {
    expect(podUsdPerHour(requests, virginia)).toBeCloseTo(usd, 9);
    expect(podUsdPerHour(requests, "us-west-2")).toBeCloseTo(usd, 9);
  });

  it("differs in Frankfurt, where no price of further disk is recorded", () => {
    // 0.25 x 0.04656 + 0.5 x 0.00511 = 0.01164 + 0.002555 = 0.014195.
    expect(podUsdPerHour({ cpu: 0.25, memoryMiB: 256 }, "eu-central-1")).toBeCloseTo(0.014195, 9);
    expect(podUsdPerHour({ cpu: 0.25, memoryMiB: 256, diskMiB: 30 * 1024 }, "eu-central-1")).toBe("unknown");
    expect(podUsdPerHour({ cpu: 0.25, memoryMiB: 256 }, "eu-west-1")).toBeCloseTo(0.0123425, 9);
  });

  it("is unknown, not zero, in a Region without a recorded price and for a pod that no size can hold", () => {
    expect(podUsdPerHour({ cpu: 0.25, memoryMiB: 256 }, "ap-southeast-2")).toBe("unknown");
    expect(sizeUsdPerHour(largestFargateSize, "us-gov-west-1")).toBe("unknown");
    expect(podUsdPerHour({ cpu: 16, memoryMiB: 120 * 1024 }, virginia)).toBe("unknown");
  });

  const cpu = fc.integer({ min: 0, max: 16_000 }).map((millis) => millis / 1000);
  const memoryMiB = fc.integer({ min: 0, max: 120 * 1024 - 256 });
  const usd = (...given: Parameters<typeof podUsdPerHour>) => {
    const price = podUsdPerHour(...given);
    return price === "unknown" ? NaN : price;
  };

  it("is never the price of less than the requests", () => {
    fc.assert(
      fc.property(cpu, memoryMiB, (cpu, memoryMiB) => {
        const size = fargateSize({ cpu, memoryMiB });
        expect(size?.vcpu).toBeGreaterThanOrEqual(cpu);
        expect((size?.memoryGiB ?? 0) * 1024).toBeGreaterThanOrEqual(memoryMiB + 256);
        const asked = cpu * 0.04048 + ((memoryMiB + 256) / 1024) * 0.004445;
        expect(usd({ cpu, memoryMiB }, virginia)).toBeGreaterThanOrEqual(asked - 1e-12);
      }),
    );
  });

  it("never falls with larger requests", () => {
    const more = fc.integer({ min: 0, max: 8000 });
    fc.assert(
      fc.property(cpu, memoryMiB, more, more, (cpu, memoryMiB, moreMillis, moreMiB) => {
        const large = {
          cpu: Math.min(16, cpu + moreMillis / 1000),
          memoryMiB: Math.min(120 * 1024 - 256, memoryMiB + moreMiB),
        };
        expect(usd(large, virginia)).toBeGreaterThanOrEqual(usd({ cpu, memoryMiB }, virginia));
      }),
    );
  });
});

it("is the lowest price of a vCPU with the minimum of 2 GB", () => {
  expect(minUsdPerVcpuHour("us-west-2")).toBe(0.04937);
  expect(minUsdPerVcpuHour("ap-southeast-2")).toBeUndefined();
});
