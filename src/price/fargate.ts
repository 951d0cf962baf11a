/**
 * What a pod costs on Fargate: of the size that it gets, which is what it asks for and 256 MB more, rounded up; by the
 * second, at least a minute.
 */
import { fargateSize, type FargateSize } from "../config/tables/fargate-sizes";
import { fargateDiskGiB, fargateMinimumSeconds, pricedIn, prices } from "../config/tables/prices";
import { times, type Usd } from "./usd";

export interface PodRequests {
  readonly cpu: number;
  readonly memoryMiB: number;
  /** @default what is free */
  readonly diskMiB?: number;
}

export function sizeUsdPerHour({ vcpu, memoryGiB }: FargateSize, region: string): Usd {
  const { fargateVcpu, fargateGb } = prices;
  if (!pricedIn(fargateVcpu, region) || !pricedIn(fargateGb, region)) return "unknown";
  return vcpu * fargateVcpu.usdPerHour + memoryGiB * fargateGb.usdPerHour;
}

/** Unknown also of a pod that no size is large enough for. */
export function podUsdPerHour(requests: PodRequests, region: string): Usd {
  const size = fargateSize(requests);
  const pod = size === undefined ? "unknown" : sizeUsdPerHour(size, region);
  const disk = Math.max(0, (requests.diskMiB ?? 0) / 1024 - fargateDiskGiB);
  if (pod === "unknown" || disk === 0) return pod;
  return pricedIn(prices.fargateDiskGb, region) ? pod + disk * prices.fargateDiskGb.usdPerHour : "unknown";
}

export function billedSeconds(seconds: number): number {
  return Math.max(fargateMinimumSeconds, Math.ceil(seconds));
}

export function podUsd(requests: PodRequests, seconds: number, region: string): Usd {
  return times(podUsdPerHour(requests, region), billedSeconds(seconds) / 3600);
}
