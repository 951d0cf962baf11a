/** `glrunner capacity`: what the configuration's fleet does with so many jobs, by the model. It asks nobody. */
import { writeFileSync } from "node:fs";
import { capacity, capacityJson, capacityText, chartOf } from "../../fleet/capacity";
import { TerminalText } from "../../html/terminal-text";
import { messageOf } from "../../clients/system/error-message";
import { fail } from "../context/command-context";
import type { CommandCall } from "../definition/command";
import { exitCodes, type ExitCode } from "../exit-codes";
import { load } from "../context/load-config";
import { defaultJobCount, type JobCountOptions } from "../context/job-count";

interface CapacityOptions extends JobCountOptions {
  /** Ends in .svg or .html. */
  readonly chart: string | undefined;
}

export function runCapacity(call: CommandCall<CapacityOptions>): ExitCode {
  const { chart } = call.values;
  const draw = chart === undefined ? undefined : chartOf(chart);
  const config = load(call);
  if (config === undefined) return exitCodes.refused;
  const jobs = call.values.jobs ?? defaultJobCount(config);
  const result = capacity(config, jobs);
  if (chart !== undefined && draw !== undefined) {
    try {
      writeFileSync(chart, draw(result));
    } catch (error) {
      const reason = messageOf(error);
      return fail(call, {
        code: "output-not-written",
        message: `the chart cannot be written: ${reason}`,
        fix: "name a file in a folder that exists",
      });
    }
  }
  const written = chart === undefined ? "" : `\nThe chart is in ${chart}\n`;
  call.print(capacityJson(result), TerminalText.of(capacityText(result), written));
  return exitCodes.ok;
}
