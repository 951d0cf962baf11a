/** `glrunner price`: what the configuration costs, by recorded list prices. It asks nobody. */
import { price, pricePage, priceText } from "../../fleet/price";
import type { CommandCall } from "../definition/command";
import { exitCodes, type ExitCode } from "../exit-codes";
import { load } from "../context/load-config";
import { writeReport } from "../context/write-report";
import { defaultJobCount, type JobCountOptions } from "../context/job-count";

interface PriceOptions extends JobCountOptions {
  readonly report: string | undefined;
}

export function runPrice(call: CommandCall<PriceOptions>): ExitCode {
  const config = load(call);
  if (config === undefined) return exitCodes.refused;
  const jobs = call.values.jobs ?? defaultJobCount(config);
  const result = price(config, jobs, new Date().toISOString().slice(0, 10));
  call.print(result, priceText(result));
  return writeReport(call, call.values.report, () => pricePage(result, config.name));
}
