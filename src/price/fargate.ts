/** What a pod costs on Fargate for so long: by the second, at least a minute. */
import { podUsdPerHour, type PodRequests } from "../config/platform/fargate-price";
import { times, type Usd } from "../config/platform/usd";
import { fargateMinimumSeconds } from "../config/tables/prices";

export function billedSeconds(seconds: number): number {
  return Math.max(fargateMinimumSeconds, Math.ceil(seconds));
}

export function podUsd(requests: PodRequests, seconds: number, region: string): Usd {
  return times(podUsdPerHour(requests, region), billedSeconds(seconds) / 3600);
}
