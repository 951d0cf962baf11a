/** A row of the table of the runner's TOML keys: its path, the option that sets it, and how it is computed. */
import type { TomlValue } from "smol-toml";
import type { Config, Runner } from "../config";
import type { JobConfig } from "../schema/job";

/**
 * What happens to the same key in `extraToml`:
 * - `refused`: a rule refuses it, because glrunner sets it itself.
 * - `refused on fargate`: a rule refuses it for compute fargate. On nodes the user may set it.
 * - `wins`: it replaces the computed or default value.
 * - `joins`: the option is empty by default. Lists and tables add up. A single value may be set in one place only.
 */
type ExtraToml = "refused" | "refused on fargate" | "wins" | "joins";

interface Row {
  /** Path below `[[runners]]`. */
  readonly key: readonly string[];
  /** Path of the option below `runners[]`, or another way to reach the same. */
  readonly option: string;
  readonly extra: ExtraToml;
}

/** A setting that may depend on the whole configuration. */
export interface ComputedSetting extends Row {
  readonly kind: "computed";
  /** Returns undefined to leave the key out. Without this function the chart sets the key. */
  readonly value?: (config: Config, runner: Runner) => TomlValue | undefined;
}

/** A setting that depends only on `runners[].job`, so that rules can check it before the configuration is resolved. */
export interface JobSetting extends Row {
  readonly kind: "job";
  readonly value: (job: JobConfig) => TomlValue | undefined;
}

/** A row of the table of the runner's TOML keys. */
export type TomlSetting = ComputedSetting | JobSetting;

/** @param key a path with dots, or a list of names that contain dots */
export function computed(
  key: string | readonly string[],
  option: string,
  value?: ComputedSetting["value"],
  extra: ExtraToml = "refused",
): ComputedSetting {
  return { kind: "computed", key: keyOf(key), option, extra, ...(value && { value }) };
}

/** @param key a path with dots */
export function ofJob(
  key: string,
  option: string,
  value: JobSetting["value"],
  extra: ExtraToml = "joins",
): JobSetting {
  return { kind: "job", key: keyOf(key), option: `job.${option}`, extra, value };
}

function keyOf(key: string | readonly string[]): readonly string[] {
  return typeof key === "string" ? key.split(".") : key;
}
