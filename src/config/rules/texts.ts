/** Every text of a configuration with its place, for rules that look at all of them. */
import type { Path } from "../paths";

export interface Text {
  readonly path: Path;
  readonly text: string;
  /** The name of a key instead of a value. */
  readonly isKey: boolean;
}

/** Keys included. */
export function texts(value: unknown, path: Path): readonly Text[] {
  if (typeof value === "string") return [{ path, text: value, isKey: false }];
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item: unknown, index) => texts(item, [...path, index]));
  return Object.entries(value).flatMap(([key, item]: [string, unknown]) => [
    { path: [...path, key], text: key, isKey: true },
    ...texts(item, [...path, key]),
  ]);
}
