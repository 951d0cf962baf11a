/**
 * What a pod that is there costs, by where it is: on Fargate the size that it was given, on a node of a known type its
 * share of the node while that is full. Without a place it costs nothing yet.
 */
import { podUsdPerHour, sizeUsdPerHour, type PodRequests } from "../../config/placement/fargate-price";
import { instanceOf } from "../../config/placement/instances";
import type { Usd } from "../../config/placement/usd";
import { fargateMemoryGiB, type FargateSize } from "../../facts/aws/fargate";
import { podsOn } from "./instances";

export type PodPlacement =
  | { readonly kind: "none" }
  /** `size` is undefined before Fargate says it. */
  | { readonly kind: "fargate"; readonly size: FargateSize | undefined }
  | {
      readonly kind: "node";
      readonly name: string;
      readonly instanceType?: string;
      readonly capacity?: string;
      readonly pool?: string;
    };

export function placementUsdPerHour(place: PodPlacement, requests: PodRequests, region: string): Usd {
  switch (place.kind) {
    case "none":
      return 0;
    case "fargate":
      return place.size === undefined ? podUsdPerHour(requests, region) : sizeUsdPerHour(place.size, region);
    case "node": {
      const { instanceType, capacity } = place;
      // Spot has no list price, and of an unknown kind of capacity it may be one.
      if (instanceType === undefined || capacity !== "on-demand") return "unknown";
      const instance = instanceOf(instanceType, region);
      const pods = instance === undefined ? 0 : podsOn(instance, requests);
      return instance === undefined || pods === 0 ? "unknown" : instance.usdPerHour / pods;
    }
  }
}

/** Of a pod's annotation `CapacityProvisioned`, such as `0.25vCPU 0.5GB`; undefined for what is no size. */
export function provisionedSize(capacity: string): FargateSize | undefined {
  const [, vcpu, memoryGiB] = /^([\d.]+)vCPU ([\d.]+)GB$/.exec(capacity) ?? [];
  const size = { vcpu: Number(vcpu), memoryGiB: Number(memoryGiB) };
  const known = fargateMemoryGiB.find((each) => each.vcpu === size.vcpu);
  return known?.memoryGiB.includes(size.memoryGiB) === true ? size : undefined;
}
