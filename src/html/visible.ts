/** Text from outside, safe to print: nothing in it can move the cursor, colour a terminal or turn the writing. */

/** Escapes what moves the cursor, colours a terminal, or turns the direction of writing. Line breaks stay. */
export function visible(text: string): string {
  return text.replace(
    /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
}

/** On one line. */
export function oneLine(text: string): string {
  return visible(text).replaceAll("\n", "\\n");
}
