/** The runner names its TOML keys in snake case, the configuration in camel case. */
import type { TomlTable, TomlValue } from "smol-toml";

/** Mappings whose keys the user chooses. */
const free = ["items"];

type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain | undefined };

/** The name in snake case: `podLabels` becomes `pod_labels`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A copy with keys in snake case, without undefined values. */
export function snakeTable(value: { readonly [key: string]: Plain | undefined }): TomlTable {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) =>
      item === undefined ? [] : [[snakeCase(key), free.includes(key) ? plain(item) : snakeValue(item)]],
    ),
  );
}

function snakeValue(value: Plain): TomlValue {
  if (isList(value)) return value.map(snakeValue);
  return typeof value === "object" ? snakeTable(value) : value;
}

function plain(value: Plain): TomlValue {
  if (isList(value)) return value.map(plain);
  if (typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, plain(item)]])),
  );
}

const isList = (value: Plain): value is readonly Plain[] => Array.isArray(value);
