/** `glrunner price`: the cost of the configuration at recorded list prices. Reads only the configuration. */
import { price, pricePage, priceText } from "../../../fleet/price";
import type { CommandCall } from "../../definition/command";
import { exitCodes, type ExitCode } from "../../exit-codes";
import { load } from "../../context/load-config";
import { writeReport } from "../../context/write-report";
import { defaultJobCount, today, type JobCountOptions } from "../../context/command-context";

interface PriceOptions extends JobCountOptions {
  readonly report: string | undefined;
}

export function runPrice(call: CommandCall<PriceOptions>): ExitCode {
  const config = load(call);
  if (config === undefined) return exitCodes.refused;
  const jobs = call.values.jobs ?? defaultJobCount(config);
  const result = price(config, jobs, today());
  call.print(result, priceText(result));
  return writeReport(call, call.values.report, () => pricePage(result, config.name));
}
