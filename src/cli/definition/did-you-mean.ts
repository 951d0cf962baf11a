import { closest, distance } from "fastest-levenshtein";

/**
 * The end of a refusal: the known word that the refused one is nearest to; empty when none is near.
 * @param prefix stands before the word, such as the dashes of an option
 */
export function didYouMean(word: string, known: readonly string[], prefix = ""): string {
  if (known.length === 0) return "";
  const nearest = closest(word, [...known]);
  const maxDistance = Math.max(2, Math.floor(word.length / 3));
  return distance(word, nearest) <= maxDistance ? `; did you mean ${prefix}${nearest}?` : "";
}
