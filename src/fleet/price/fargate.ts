/** What a pod costs on Fargate for so long: by the second, at least a minute. */
import { podUsdPerHour, type PodRequests } from "../../config/placement/fargate-price";
import { times, type Usd } from "../../config/placement/usd";
import { fargateMinimumSeconds } from "../../facts/aws/prices";

export function billedSeconds(seconds: number): number {
  return Math.max(fargateMinimumSeconds, Math.ceil(seconds));
}

export function podUsd(requests: PodRequests, seconds: number, region: string): Usd {
  return times(podUsdPerHour(requests, region), billedSeconds(seconds) / 3600);
}
