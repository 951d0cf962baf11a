/**
 * Makes text from outside safe to print: it cannot move the cursor, colour the terminal, ring its bell, hide characters or
 * reverse the direction of writing.
 *
 * Escapes are those of JSON, so that a JSON document keeps its meaning. Line breaks and tabs stay.
 */

/** Controls (C0, DEL, C1), formats (bidirectional, joiners, tags), lone surrogates, line and paragraph separators. */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Keeps line breaks and tabs. A Windows line break becomes a Unix line break. */
export function visible(text: string): string {
  return escaped(text.replaceAll("\r\n", "\n"), (character) => character === "\n" || character === "\t");
}

/** For text on one line: also escapes line breaks and tabs. */
export function oneLine(text: string): string {
  return escaped(text, () => false);
}

const shortEscapes = new Map([
  ["\n", String.raw`\n`],
  ["\r", String.raw`\r`],
  ["\t", String.raw`\t`],
]);

function escaped(text: string, isKept: (character: string) => boolean): string {
  return text.replace(unsafe, (character) =>
    isKept(character) ? character : (shortEscapes.get(character) ?? utf16(character)),
  );
}

function utf16(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
