/**
 * The maximum size of a configuration. glrunner refuses a configuration beyond a limit with a problem that names the limit, so
 * that a wrong or hostile file costs bounded time and memory. Reading takes linear time, and the number of runners bounds the
 * few comparisons of all runners with each other. The limits are glrunner's own, far above any configuration that a person writes.
 */
export const inputLimits = {
  /** Size of the file. */
  fileBytes: 1_048_576,
  /** Levels of nesting, in the file and in `extraToml`. */
  depth: 64,
  /** Keys and list items together, with aliases expanded. */
  values: 20_000,
  /** Length of a text, such as `extraToml`. */
  textCharacters: 65_536,
  /** Length of a key. */
  keyCharacters: 512,
  /** Aliases (`*name`) in the file. */
  aliases: 1000,
  /** Copies that the YAML parser may make of one anchor, with the aliases inside it. */
  aliasExpansions: 100,
  /** Problems that are reported. */
  problems: 500,
} as const;

/** The limits as rows of the documentation. */
export const limitRows: readonly (readonly [what: string, limit: string])[] = [
  ["size of the file", "1 MiB; a regular file, not a pipe or a device"],
  ["nesting", `${inputLimits.depth} levels`],
  ["keys and list items together, aliases expanded", `${inputLimits.values}`],
  ["length of a text", `${inputLimits.textCharacters} characters`],
  ["length of a key", `${inputLimits.keyCharacters} characters`],
  [
    "YAML aliases",
    `${inputLimits.aliases}, of which one anchor expands to at most ${inputLimits.aliasExpansions}`,
  ],
  ["reported problems", `${inputLimits.problems}`],
];
