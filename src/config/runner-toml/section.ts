/** Builds a runner's `[[runners]]` table from the table of settings. Plain data. */
import type { TomlTable, TomlValue } from "smol-toml";
import type { Config, Runner } from "../config";
import type { JobConfig } from "../schema/job";
import { isTable, mergeToml } from "./merge";
import { tomlSettings } from "./settings";

/** All settings that glrunner writes for a runner. `extraToml` is merged over them. */
export function runnerSection(config: Config, runner: Runner): TomlTable {
  return sectionOf((setting) =>
    setting.kind === "job" ? setting.value(runner.job) : setting.value?.(config, runner),
  );
}

/** The settings that depend only on the user's options below `job`. */
export function jobSection(job: JobConfig): TomlTable {
  return sectionOf((setting) => (setting.kind === "job" ? setting.value(job) : undefined));
}

function sectionOf(valueOf: (setting: (typeof tomlSettings)[number]) => TomlValue | undefined): TomlTable {
  return tomlSettings.reduce<TomlTable>((section, setting) => {
    const value = valueOf(setting);
    return value === undefined || isEmpty(value) ? section : mergeToml(section, nested(setting.key, value));
  }, {});
}

function isEmpty(value: TomlValue): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isTable(value) && Object.keys(value).length === 0;
}

function nested([first = "", ...rest]: readonly string[], value: TomlValue): TomlTable {
  return { [first]: rest.length === 0 ? value : nested(rest, value) };
}
