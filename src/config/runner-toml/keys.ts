/**
 * The keys of `[[runners]]` that glrunner sets itself, each with the configuration key to use instead. A rule refuses them in
 * `extraToml`, and the import of an existing release knows them.
 */
import { tomlSettings } from "./settings";

/** A TOML key that glrunner sets. */
export interface ComputedKey {
  /** Path below `[[runners]]`. */
  readonly key: readonly string[];
  /** The configuration key to use instead. */
  readonly instead: string;
  /** `fargate`: only for compute fargate. On nodes the user may set the key. */
  readonly on: "every class" | "fargate";
}

/** The keys that `extraToml` must not set. */
export const computedKeys: readonly ComputedKey[] = tomlSettings.flatMap(({ key, option, extra }) =>
  extra === "refused" || extra === "refused on fargate"
    ? [{ key, instead: option, on: extra === "refused" ? "every class" : "fargate" }]
    : [],
);

/** Tables to which glrunner adds keys. Any other value in their place would remove the whole table. */
export const computedTables: readonly (readonly string[])[] = [
  ...new Map(
    tomlSettings.flatMap(({ key }) =>
      key.slice(1).map((_, index) => [key.slice(0, index + 1).join("\n"), key.slice(0, index + 1)] as const),
    ),
  ).values(),
];

/** The keys that the import turns into options of the configuration, for a runner with or without Fargate. */
export function coveredKeys(fargate: boolean): readonly (readonly string[])[] {
  return tomlSettings
    .filter(({ extra }) => extra !== "joins" && (fargate || extra !== "refused on fargate"))
    .map(({ key }) => key);
}
