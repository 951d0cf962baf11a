/**
 * What a pod costs on Fargate an hour: of the size that it gets, which is what it asks for and 256 MB more, rounded up.
 */
import { fargateSize, type FargateSize } from "../../facts/fargate-sizes";
import { fargateDiskGiB, prices, usdPerHourIn } from "../../facts/prices";
import type { Usd } from "./usd";

export interface PodRequests {
  readonly cpu: number;
  readonly memoryMiB: number;
  /** @default what is free */
  readonly diskMiB?: number;
}

export function sizeUsdPerHour({ vcpu, memoryGiB }: FargateSize, region: string): Usd {
  const usdPerVcpu = usdPerHourIn(prices.fargateVcpu, region);
  const usdPerGb = usdPerHourIn(prices.fargateGb, region);
  if (usdPerVcpu === undefined || usdPerGb === undefined) return "unknown";
  return vcpu * usdPerVcpu + memoryGiB * usdPerGb;
}

/** Unknown also of a pod that no size is large enough for. */
export function podUsdPerHour(requests: PodRequests, region: string): Usd {
  const size = fargateSize(requests);
  const pod = size === undefined ? "unknown" : sizeUsdPerHour(size, region);
  const disk = Math.max(0, (requests.diskMiB ?? 0) / 1024 - fargateDiskGiB);
  if (pod === "unknown" || disk === 0) return pod;
  const usdPerGb = usdPerHourIn(prices.fargateDiskGb, region);
  return usdPerGb === undefined ? "unknown" : pod + disk * usdPerGb;
}
