/** What a vCPU that is in use on Fargate costs at the least: no size of Fargate's comes with less memory. */
import { fargateMemoryGiB } from "../../facts/fargate-sizes";
import { prices, usdPerHourIn } from "../../facts/prices";

const minGbPerVcpu = Math.min(
  ...fargateMemoryGiB.map(({ vcpu, memoryGiB }) => Math.min(...memoryGiB) / vcpu),
);

/** In US dollars an hour, by list prices; undefined where they are not recorded. */
export function minUsdPerVcpuHour(region: string): number | undefined {
  const usdPerVcpu = usdPerHourIn(prices.fargateVcpu, region);
  const usdPerGb = usdPerHourIn(prices.fargateGb, region);
  if (usdPerVcpu === undefined || usdPerGb === undefined) return undefined;
  const usd = usdPerVcpu + minGbPerVcpu * usdPerGb;
  return Math.round(usd * 1e6) / 1e6;
}
