/** Every text of a configuration with its path, for rules that read all of them. */
import type { Path } from "../paths";
import { readToml } from "../runner-toml/read";

/** A text of the configuration. */
export interface Text {
  readonly path: Path;
  readonly text: string;
  /** The name of a key instead of a value. */
  readonly isKey: boolean;
  /** Another item already contains this text unchanged: the TOML that it comes from. */
  readonly repeated: boolean;
}

/** Values and keys, and the texts within extra TOML after its escapes are read. */
export function texts(value: unknown, path: Path): readonly Text[] {
  if (typeof value === "string")
    return [{ path, text: value, isKey: false, repeated: false }, ...within(value, path)];
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item: unknown, index) => texts(item, [...path, index]));
  return Object.entries(value).flatMap(([key, item]: [string, unknown]) => [
    { path: [...path, key], text: key, isKey: true, repeated: false },
    ...texts(item, [...path, key]),
  ]);
}

function within(text: string, path: Path): readonly Text[] {
  if (path.length !== 3 || path[0] !== "runners" || path[2] !== "extraToml") return [];
  const read = readToml(text);
  // Another rule reports text that is not TOML.
  if (!read.ok) return [];
  return texts(read.toml, path).map((item) => ({ ...item, repeated: text.includes(item.text) }));
}
