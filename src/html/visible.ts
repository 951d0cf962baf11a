/**
 * Makes text from outside safe to print: nothing in it can move a cursor, colour a terminal, ring its bell, hide
 * characters or turn the direction of writing.
 *
 * The escapes are those of JSON, so that a JSON document stays the same document. Line breaks and tabs stay.
 */

/** Controls (C0, DEL, C1), formats (bidirectional, joiners, tags), lone surrogates, line and paragraph separators. */
const effective = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Keeps `\n` and tabs; a line break of Windows becomes one of Unix. */
export function visible(text: string): string {
  return escaped(text.replaceAll("\r\n", "\n"), (character) => character === "\n" || character === "\t");
}

/** For a place that has one line: line breaks and tabs are escaped as well. */
export function oneLine(text: string): string {
  return escaped(text, () => false);
}

const short = new Map([
  ["\n", String.raw`\n`],
  ["\r", String.raw`\r`],
  ["\t", String.raw`\t`],
]);

function escaped(text: string, isKept: (character: string) => boolean): string {
  return text.replace(effective, (character) =>
    isKept(character) ? character : (short.get(character) ?? utf16(character)),
  );
}

function utf16(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
