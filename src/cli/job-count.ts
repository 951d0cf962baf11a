/** How many jobs a command reckons with: those of --jobs, else as many as the runners take at once. */
import type { Config } from "../config";
import { usage, type Call } from "./command-context";

export const mostJobs = 100_000;

/** Undefined when it was refused, which has been said then. */
export function jobsOf(call: Call, { runners }: Config): number | undefined {
  const given = call.values.jobs;
  if (given === undefined)
    return Math.max(
      1,
      runners.reduce((sum, { concurrent }) => sum + concurrent, 0),
    );
  if (isCount(given)) return Number(given);
  usage(call, `--jobs takes a whole number from 1 to ${mostJobs}, not ${given}`);
  return undefined;
}

export function isCount(text: string): boolean {
  return /^[1-9]\d*$/.test(text) && Number(text) <= mostJobs;
}
