/** Finds the settings in nested data that a configuration cannot express. */
import { isMapping } from "../../config/paths";
import { maskValue } from "../../config/mask";
import type { Mapping } from "./release";

/** Keys that are known; `true` with all that is below. */
export interface KnownKeys {
  readonly [key: string]: true | KnownKeys;
}

/** A tree of these paths. */
export function knownKeys(paths: readonly (readonly string[])[]): KnownKeys {
  const heads = [...new Set(paths.flatMap(([head]) => head ?? []))];
  return Object.fromEntries(
    heads.map((head) => {
      const below = paths.filter(([first]) => first === head).map(([, ...rest]) => rest);
      return [head, below.some((rest) => rest.length === 0) ? true : knownKeys(below)];
    }),
  );
}

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

/** `kubernetes.affinity`: names only, which are no secrets. */
export function pathsIn(table: Mapping, prefix = ""): readonly string[] {
  return Object.entries(table).flatMap(([key, value]) =>
    isMapping(value) && Object.keys(value).length > 0
      ? pathsIn(value, `${prefix}${key}.`)
      : [`${prefix}${key}`],
  );
}

/** Whether the value looks like a secret, by itself or by its name. */
export function looksSecret(value: unknown, key: string): boolean {
  return JSON.stringify(maskValue(value, key)) !== JSON.stringify(value);
}
