/**
 * Measures text in terminal columns, and cuts or wraps it to a width. The measured width is never less than what the
 * terminal uses. The text must not contain characters that move the cursor.
 */

/** Two columns. Source: unicode.org/Public/UCD/latest/ucd/EastAsianWidth.txt, W and F, and the emoji next to them. */
const wide =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{16fe0}-\u{18fff}\u{1aff0}-\u{1b2ff}\u{1d300}-\u{1d37f}\u{1f000}-\u{1faff}\u{20000}-\u{3ffff}]|\p{Emoji_Presentation}/u;
/** No column: the terminal draws them over the character before. The selector of an emoji's wide form is an exception. */
const combining = /(?!\ufe0f)\p{M}/u;
const plain = /^[\x20-\x7e]*$/;

export function widthOf(text: string): number {
  if (plain.test(text)) return text.length;
  return Array.from(text).reduce((sum, character) => sum + widthOfOne(character), 0);
}

function widthOfOne(character: string): number {
  if (wide.test(character)) return 2;
  return combining.test(character) && !/\p{Mc}/u.test(character) ? 0 : 1;
}

const dots = "...";

/** Cuts the end off. */
export function cutEnd(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const mark = width > dots.length ? dots : "";
  return fitting(Array.from(text), width - mark.length).join("") + mark;
}

/** Cuts the beginning off, because the end of an address names the resource. */
export function cutStart(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const mark = width > dots.length ? dots : "";
  return (
    mark +
    fitting(Array.from(text).reverse(), width - mark.length)
      .reverse()
      .join("")
  );
}

function fitting(characters: readonly string[], width: number): string[] {
  const kept: string[] = [];
  let used = 0;
  for (const character of characters) {
    used += widthOfOne(character);
    if (used > width) break;
    kept.push(character);
  }
  return kept;
}

/** Columns of a help page: those of a classic terminal. */
const pageColumns = 80;

/** A paragraph of a help page, as lines that begin with the indent. */
export function wrapPage(text: string, indent: string): string[] {
  return wrap(text, pageColumns - indent.length).map((line) => indent + line);
}

/** Breaks text into lines of at most that width, between words if possible. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((each) => pieces(each, width))) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (widthOf(longer) <= width) {
      line = longer;
    } else {
      lines.push(line);
      line = word;
    }
  }
  return line === "" ? lines : [...lines, line];
}

function pieces(word: string, width: number): string[] {
  if (widthOf(word) <= width) return [word];
  const characters = Array.from(word);
  const parts: string[] = [];
  while (characters.length > 0) {
    // A wide character never fits into one column: it stays on a line that is too wide.
    const count = Math.max(1, fitting(characters, width).length);
    parts.push(characters.splice(0, count).join(""));
  }
  return parts;
}

/** `45s`, `1m20s`, `1h02m`. */
export function elapsed(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, "0");
  if (whole < 60) return `${whole}s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes}m${two(whole % 60)}s`
    : `${Math.floor(minutes / 60)}h${two(minutes % 60)}m`;
}
