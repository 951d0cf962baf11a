/** Finds settings in nested data that a configuration cannot express. */
import { isMapping } from "../../config/paths";
import { maskValue } from "../../config/mask";
import type { Mapping } from "./release";

/** Keys that a configuration covers; `true` includes everything below the key. */
export interface KnownKeys {
  readonly [key: string]: true | KnownKeys;
}

/** Builds the tree of these paths. */
export function knownKeys(paths: readonly (readonly string[])[]): KnownKeys {
  const heads = [...new Set(paths.flatMap(([head]) => head ?? []))];
  return Object.fromEntries(
    heads.map((head) => {
      const below = paths.filter(([first]) => first === head).map(([, ...rest]) => rest);
      return [head, below.some((rest) => rest.length === 0) ? true : knownKeys(below)];
    }),
  );
}

/** The part of the table that `known` does not cover. */
export function unmodelledIn(table: Mapping, known: KnownKeys): Mapping {
  const entries = Object.entries(table).flatMap(([key, value]): (readonly [string, unknown])[] => {
    const below = Object.hasOwn(known, key) ? known[key] : undefined;
    if (below === true) return [];
    if (below === undefined || !isMapping(value)) return [[key, value]];
    const rest = unmodelledIn(value, below);
    return Object.keys(rest).length === 0 ? [] : [[key, rest]];
  });
  return Object.fromEntries(entries);
}

/** The paths of all settings, such as `kubernetes.affinity`, without their values, which may be secret. */
export function pathsIn(table: Mapping, prefix = ""): readonly string[] {
  return Object.entries(table).flatMap(([key, value]) =>
    isMapping(value) && Object.keys(value).length > 0
      ? pathsIn(value, `${prefix}${key}.`)
      : [`${prefix}${key}`],
  );
}

/** Whether the value or its key looks like a secret. */
export function looksSecret(value: unknown, key: string): boolean {
  return JSON.stringify(maskValue(value, key)) !== JSON.stringify(value);
}
