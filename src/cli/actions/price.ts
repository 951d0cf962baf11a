/** `glrunner price`: what the configuration costs, by recorded list prices. It asks nobody. */
import { price, priceText } from "../../fleet/price";
import type { Call } from "../definition/command";
import { exitCodes, type ExitCode } from "../exit-codes";
import { load } from "../load-config";
import { defaultJobCount, type JobCountOptions } from "../job-count";

export function runPrice(call: Call<JobCountOptions>): ExitCode {
  const config = load(call);
  if (config === undefined) return exitCodes.refused;
  const jobs = call.values.jobs ?? defaultJobCount(config);
  const result = price(config, jobs, new Date().toISOString().slice(0, 10));
  call.print(result, priceText(result));
  return exitCodes.ok;
}
