import { closest, distance } from "fastest-levenshtein";

/** The known name that a misspelt one most likely means; undefined if none is similar. Case does not matter. */
export function suggestion(name: string, known: readonly string[]): string | undefined {
  if (name.length > 64) return undefined;
  const same = known.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  if (same !== undefined || known.length === 0) return same;
  const nearest = closest(name, [...known]);
  return distance(name, nearest) <= Math.max(2, Math.floor(name.length / 3)) ? nearest : undefined;
}
