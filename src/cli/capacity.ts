/** `glrunner capacity`: what the configuration's fleet does with so many jobs, by the model. It asks nobody. */
import { writeFileSync } from "node:fs";
import { capacity, capacityJson, capacityText, chartOf } from "../capacity";
import { exitCodes, fail, load, usage, type Call, type ExitCode } from "./call";

const mostJobs = 100_000;

export function runCapacity(call: Call): ExitCode {
  const { chart } = call.values;
  const draw = chart === undefined ? undefined : chartOf(chart);
  if (chart !== undefined && draw === undefined)
    return usage(call, `--chart takes FILE.svg or FILE.html, not ${chart}`);
  const given = call.values.jobs;
  if (given !== undefined && !isCount(given)) {
    return usage(call, `--jobs takes a whole number from 1 to ${mostJobs}, not ${given}`);
  }
  const config = load(call);
  if (config === undefined) return exitCodes.refused;
  const most = config.runners.reduce((sum, { concurrent }) => sum + concurrent, 0);
  const result = capacity(config, given === undefined ? Math.max(1, most) : Number(given));
  if (chart !== undefined && draw !== undefined) {
    try {
      writeFileSync(chart, draw(result));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return fail(call, `the chart cannot be written: ${reason}`, "name a file in a folder that exists");
    }
  }
  const written = chart === undefined ? "" : `\nThe chart is in ${chart}\n`;
  call.print(capacityJson(result), capacityText(result) + written);
  return exitCodes.ok;
}

function isCount(text: string): boolean {
  return /^[1-9]\d*$/.test(text) && Number(text) <= mostJobs;
}
