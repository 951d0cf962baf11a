import type { Config } from "../../config";
import type { ConfigOption } from "./command-context";

/** The options of the commands that calculate with a number of jobs. */
export interface JobCountOptions extends ConfigOption {
  readonly jobs: number | undefined;
}

/** As many jobs as the configuration's runners take at the same time. At least one: the models divide by it. */
export function defaultJobCount({ runners }: Pick<Config, "runners">): number {
  return Math.max(
    1,
    runners.reduce((sum, { concurrent }) => sum + concurrent, 0),
  );
}
