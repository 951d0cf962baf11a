/** Finds the known name that a misspelt one most likely means. */
import { closest, distance } from "fastest-levenshtein";

/** The nearest of the known names; undefined if none is similar. Upper and lower case do not matter. */
export function suggestion(name: string, known: readonly string[]): string | undefined {
  if (name.length > 64) return undefined;
  const normal = name.toLowerCase();
  const same = known.find((candidate) => candidate.toLowerCase() === normal);
  if (same !== undefined || known.length === 0) return same;
  const nearest = closest(name, [...known]);
  return distance(name, nearest) <= Math.max(2, Math.floor(name.length / 3)) ? nearest : undefined;
}
