/**
 * The cost of a pod. On Fargate a planned pod costs the size that its requests need, and an existing pod the size that Fargate
 * reports. On an instance of a known type a pod costs its share of the full node. A pod that is not scheduled costs nothing.
 */
import { podUsdPerHour, sizeUsdPerHour, type PodRequests } from "../../config/placement/fargate-price";
import { instanceOf } from "../../config/placement/instances";
import { times, type Usd } from "../../config/placement/usd";
import { fargateMemoryGiB, type FargateSize } from "../../facts/aws/fargate";
import { fargateMinimumSeconds } from "../../facts/aws/prices";
import { podsOn } from "./instances";

/** Fargate bills by the second, for at least a minute. */
export function billedSeconds(seconds: number): number {
  return Math.max(fargateMinimumSeconds, Math.ceil(seconds));
}

/** The cost of a pod on Fargate for this duration. */
export function podUsd(requests: PodRequests, seconds: number, region: string): Usd {
  return times(podUsdPerHour(requests, region), billedSeconds(seconds) / 3600);
}

/** Where a pod runs. */
export type PodPlacement =
  | { readonly kind: "none" }
  /** `size` is undefined until Fargate reports it. */
  | { readonly kind: "fargate"; readonly size: FargateSize | undefined }
  | {
      readonly kind: "node";
      readonly name: string;
      readonly instanceType?: string;
      readonly capacity?: string;
      readonly pool?: string;
    };

/** The cost of a pod for an hour, by its placement and its requests. */
export function placementUsdPerHour(placement: PodPlacement, requests: PodRequests, region: string): Usd {
  switch (placement.kind) {
    case "none":
      return 0;
    case "fargate":
      return placement.size === undefined
        ? podUsdPerHour(requests, region)
        : sizeUsdPerHour(placement.size, region);
    case "node": {
      const { instanceType, capacity } = placement;
      // Spot has no list price, and unknown capacity may be Spot.
      if (instanceType === undefined || capacity !== "on-demand") return "unknown";
      const instance = instanceOf(instanceType, region);
      const pods = instance === undefined ? 0 : podsOn(instance, requests);
      return instance === undefined || pods === 0 ? "unknown" : instance.usdPerHour / pods;
    }
  }
}

/** Parses the annotation `CapacityProvisioned` of a pod, such as `0.25vCPU 0.5GB`; undefined for any other text. */
export function provisionedSize(capacity: string): FargateSize | undefined {
  const [, vcpu, memoryGiB] = /^([\d.]+)vCPU ([\d.]+)GB$/.exec(capacity) ?? [];
  const size = { vcpu: Number(vcpu), memoryGiB: Number(memoryGiB) };
  const known = fargateMemoryGiB.find((sizes) => sizes.vcpu === size.vcpu);
  return known?.memoryGiB.includes(size.memoryGiB) === true ? size : undefined;
}
