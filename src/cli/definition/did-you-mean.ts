import { suggestion } from "../../config/input/suggestion";

/** The end of a message: suggests the nearest known word. Empty if none is near. @param prefix such as the dashes of an option */
export function didYouMean(word: string, known: readonly string[], prefix = ""): string {
  const near = suggestion(word, known);
  return near === undefined ? "" : `; did you mean ${prefix}${near}?`;
}
