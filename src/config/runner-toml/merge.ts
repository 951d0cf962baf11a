/**
 * Merges the user's own TOML over the computed TOML: tables are merged, lists add up, and a single value of the user replaces
 * the computed one. A rule has refused settings that an option and the TOML set to different values.
 *
 * The runner reads keys in any case (github.com/BurntSushi/toml decode.go), and takes one of two keys that differ only in case at
 * random. So the user's key first gets the case of the computed key.
 */
import type { TomlTable, TomlValue } from "smol-toml";

/** The runner tries pull policies in their order, so the user's list replaces the computed one. */
const replaced = ["pull_policy"];

/** A copy of `base` with `over` merged over it. */
export function mergeToml(base: TomlTable, over: TomlTable): TomlTable {
  const result = { ...base };
  for (const [name, value] of Object.entries(over)) {
    const key = Object.keys(base).find((known) => known.toLowerCase() === name.toLowerCase()) ?? name;
    result[key] = mergeValue(key, result[key], value);
  }
  return result;
}

function mergeValue(key: string, existing: TomlValue | undefined, value: TomlValue): TomlValue {
  if (isTable(existing) && isTable(value)) return mergeToml(existing, value);
  if (key === "environment") return mergeVariables(listOf(existing), listOf(value));
  if (!Array.isArray(existing) || !Array.isArray(value) || replaced.includes(key)) return value;
  const known = existing.map((item) => JSON.stringify(item));
  return [...existing, ...value.filter((item) => !known.includes(JSON.stringify(item)))];
}

/** Of two variables with the same name, the later one wins. */
function mergeVariables(before: readonly TomlValue[], after: readonly TomlValue[]): TomlValue[] {
  const nameOf = (line: TomlValue) => (typeof line === "string" ? line.split("=")[0] : undefined);
  const names = after.map(nameOf);
  return [...before.filter((line) => !names.includes(nameOf(line))), ...after];
}

const listOf = (value: TomlValue | undefined): readonly TomlValue[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** Whether a TOML value is a table. A date is not one. */
export function isTable(value: TomlValue | undefined): value is TomlTable {
  return typeof value === "object" && !Array.isArray(value) && !(value instanceof Date);
}
