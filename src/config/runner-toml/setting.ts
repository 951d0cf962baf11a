/** A row of the table of the runner's TOML keys: where it stands, which option sets it, and from what it is computed. */
import type { TomlValue } from "smol-toml";
import type { Config, Runner } from "../config";
import type { JobConfig } from "../schema/job";

/**
 * What may become of the same key in `extraToml`:
 * - `refused`: glrunner sets it itself.
 * - `refused on fargate`: the same, only there; on nodes the key is the user's to set.
 * - `wins`: it replaces the computed or default value.
 * - `joins`: the option is empty by default. Lists and tables add up; a single value may stand in one place only.
 */
type ExtraToml = "refused" | "refused on fargate" | "wins" | "joins";

interface Row {
  /** Path below `[[runners]]`. */
  readonly key: readonly string[];
  /** Path of the option below `runners[]`, or what else to do instead. */
  readonly option: string;
  readonly extra: ExtraToml;
}

export interface ComputedSetting extends Row {
  readonly kind: "computed";
  /** Undefined leaves the key out. Without it the chart writes the key. */
  readonly value?: (config: Config, runner: Runner) => TomlValue | undefined;
}

/** Set by `runners[].job` alone, so that rules can look at it before the configuration is resolved. */
export interface JobSetting extends Row {
  readonly kind: "job";
  readonly value: (job: JobConfig) => TomlValue | undefined;
}

export type TomlSetting = ComputedSetting | JobSetting;

/** @param key dotted; a key with dots of its own is given as a list */
export function computed(
  key: string | readonly string[],
  option: string,
  value?: ComputedSetting["value"],
  extra: ExtraToml = "refused",
): ComputedSetting {
  return { kind: "computed", key: keyOf(key), option, extra, ...(value && { value }) };
}

/** @param key dotted */
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
