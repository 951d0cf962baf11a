/** `glrunner price`: what the configuration costs, by recorded list prices. It asks nobody. */
import { price, priceText } from "../../fleet/price";
import { exitCodes, load, type Call, type ExitCode } from "../command-context";
import { jobsOf } from "../job-count";

export function runPrice(call: Call): ExitCode {
  const config = load(call);
  if (config === undefined) return exitCodes.refused;
  const jobs = jobsOf(call, config);
  if (jobs === undefined) return exitCodes.refused;
  const result = price(config, jobs, new Date().toISOString().slice(0, 10));
  call.print(result, priceText(result));
  return exitCodes.ok;
}
