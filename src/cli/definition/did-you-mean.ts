import { suggestion } from "../../config/input/suggestion";

/**
 * The end of a refusal: the known word that the refused one is nearest to; empty when none is near.
 * @param prefix stands before the word, such as the dashes of an option
 */
export function didYouMean(word: string, known: readonly string[], prefix = ""): string {
  const near = suggestion(word, known);
  return near === undefined ? "" : `; did you mean ${prefix}${near}?`;
}
