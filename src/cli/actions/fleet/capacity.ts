/** `glrunner capacity`: simulates jobs on the configured fleet. Reads only the configuration. */
import { capacity, capacityJson, capacityText, chartOf } from "../../../fleet/capacity";
import { defaultJobCount, type JobCountOptions } from "../../context/command-context";
import { load } from "../../context/load-config";
import { writeReport } from "../../context/write-report";
import type { CommandCall } from "../../definition/command";
import { exitCodes, type ExitCode } from "../../exit-codes";

interface CapacityOptions extends JobCountOptions {
  /** Ends in .svg or .html. */
  readonly chart: string | undefined;
}

export function runCapacity(call: CommandCall<CapacityOptions>): ExitCode {
  const config = load(call);
  if (config === undefined) return exitCodes.refused;
  const { chart, jobs = defaultJobCount(config) } = call.values;
  const result = capacity(config, jobs);
  call.print(capacityJson(result), capacityText(result));
  return writeReport(call, chart, () => chartOf(chart ?? "")?.(result) ?? "", "chart");
}
