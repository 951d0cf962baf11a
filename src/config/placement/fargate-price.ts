/** The cost of a pod on Fargate, in US dollars an hour. Fargate adds 256 MB to the requests and rounds up to its next size. */
import { fargateMemoryGiB, fargateSize, type FargateSize } from "../../facts/aws/fargate";
import { fargateDiskGiB, prices, usdPerHourIn } from "../../facts/aws/prices";
import type { Usd } from "./usd";

/** Requests of a pod on Fargate. */
export interface PodRequests {
  readonly cpu: number;
  readonly memoryMiB: number;
  /** @default the free ephemeral storage */
  readonly diskMiB?: number;
}

/** Price of a Fargate size, in US dollars an hour. */
export function sizeUsdPerHour({ vcpu, memoryGiB }: FargateSize, region: string): Usd {
  const usdPerVcpu = usdPerHourIn(prices.fargateVcpu, region);
  const usdPerGb = usdPerHourIn(prices.fargateGb, region);
  if (usdPerVcpu === undefined || usdPerGb === undefined) return "unknown";
  return vcpu * usdPerVcpu + memoryGiB * usdPerGb;
}

/** Unknown without recorded prices, and for a pod for which no size is large enough. */
export function podUsdPerHour(requests: PodRequests, region: string): Usd {
  const size = fargateSize(requests);
  const pod = size === undefined ? "unknown" : sizeUsdPerHour(size, region);
  const disk = Math.max(0, (requests.diskMiB ?? 0) / 1024 - fargateDiskGiB);
  if (pod === "unknown" || disk === 0) return pod;
  const usdPerGb = usdPerHourIn(prices.fargateDiskGb, region);
  return usdPerGb === undefined ? "unknown" : pod + disk * usdPerGb;
}

/** The minimum of GB for each vCPU over all sizes of Fargate. */
const minGbPerVcpu = Math.min(
  ...fargateMemoryGiB.map(({ vcpu, memoryGiB }) => Math.min(...memoryGiB) / vcpu),
);

/** Lowest price of a Fargate vCPU in use, with its memory, in US dollars an hour. Undefined without recorded prices. */
export function minUsdPerVcpuHour(region: string): number | undefined {
  const usdPerVcpu = usdPerHourIn(prices.fargateVcpu, region);
  const usdPerGb = usdPerHourIn(prices.fargateGb, region);
  if (usdPerVcpu === undefined || usdPerGb === undefined) return undefined;
  const usd = usdPerVcpu + minGbPerVcpu * usdPerGb;
  return Math.round(usd * 1e6) / 1e6;
}
