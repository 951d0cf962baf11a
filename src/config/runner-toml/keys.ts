/**
 * The keys of `[[runners]]` that glrunner sets itself, each with the configuration key to use instead. One table for the
 * three that need it: the rule that refuses them in `extraToml`, the text that is written, and the import of an existing
 * release, which treats them as known.
 */
import { tomlSettings } from "./settings";

export interface ComputedKey {
  /** Path below `[[runners]]`. */
  readonly key: readonly string[];
  /** The configuration key to use instead. */
  readonly instead: string;
  /** `fargate`: only there; on nodes the key is the user's to set. */
  readonly on: "every class" | "fargate";
}

export const computedKeys: readonly ComputedKey[] = tomlSettings.flatMap(({ key, option, extra }) =>
  extra === "refused" || extra === "refused on fargate"
    ? [{ key, instead: option, on: extra === "refused" ? "every class" : "fargate" }]
    : [],
);

/** Tables that glrunner fills. Any other value in their place would remove the whole table. */
export const computedTables: readonly (readonly string[])[] = [
  ...new Map(
    tomlSettings.flatMap(({ key }) =>
      key.slice(1).map((_, index) => [key.slice(0, index + 1).join("\n"), key.slice(0, index + 1)] as const),
    ),
  ).values(),
];

/** Every key that the import reads into an option of the configuration, for a runner of this class. */
export function coveredKeys(fargate: boolean): readonly (readonly string[])[] {
  return tomlSettings
    .filter(({ extra }) => extra !== "joins" && (fargate || extra !== "refused on fargate"))
    .map(({ key }) => key);
}
