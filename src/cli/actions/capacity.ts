/** `glrunner capacity`: what the configuration's fleet does with so many jobs, by the model. It asks nobody. */
import { writeFileSync } from "node:fs";
import { capacity, capacityJson, capacityText, chartOf } from "../../fleet/capacity";
import { messageOf } from "../../clients/system/error-message";
import { exitCodes, fail, load, usage, type Call, type ExitCode } from "../command-context";
import { jobsOf } from "../job-count";

export function runCapacity(call: Call): ExitCode {
  const { chart } = call.values;
  const draw = chart === undefined ? undefined : chartOf(chart);
  if (chart !== undefined && draw === undefined)
    return usage(call, `--chart takes FILE.svg or FILE.html, not ${chart}`);
  const config = load(call);
  if (config === undefined) return exitCodes.refused;
  const jobs = jobsOf(call, config);
  if (jobs === undefined) return exitCodes.refused;
  const result = capacity(config, jobs);
  if (chart !== undefined && draw !== undefined) {
    try {
      writeFileSync(chart, draw(result));
    } catch (error) {
      const reason = messageOf(error);
      return fail(call, `the chart cannot be written: ${reason}`, "name a file in a folder that exists");
    }
  }
  const written = chart === undefined ? "" : `\nThe chart is in ${chart}\n`;
  call.print(capacityJson(result), capacityText(result) + written);
  return exitCodes.ok;
}
