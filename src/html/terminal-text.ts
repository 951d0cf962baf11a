/**
 * Text for a terminal with colours and cursor movements that are all our own. Everything else in it is escaped when it
 * is made, and there is no other way to make one: so a printer can let these through and escape every string.
 */
import { visible } from "./visible";

/** Source: ECMA-48, "Select graphic rendition". */
const styles = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 } as const;
export type Style = keyof typeof styles;

/** What a printer takes. Strings are escaped. */
export type Printable = string | TerminalText;

type Span =
  | { readonly text: string; readonly style?: Style }
  /** Moves the cursor or erases; not there where the text is only read. */
  | { readonly control: string };

const escape = "\u001b[";

export class TerminalText {
  private constructor(private readonly spans: readonly Span[]) {}

  /** Several parts one after the other. */
  static of(...parts: readonly Printable[]): TerminalText {
    return new TerminalText(
      parts.flatMap((part): readonly Span[] =>
        typeof part === "string" ? [{ text: visible(part) }] : part.spans,
      ),
    );
  }

  /** @param style @default none */
  static styled(text: string, style?: Style): TerminalText {
    return new TerminalText([{ text: visible(text), style }]);
  }

  static lineStart = new TerminalText([{ control: "\r" }]);
  /** From the cursor on. */
  static eraseLine = new TerminalText([{ control: `${escape}K` }]);
  /** From the cursor on, and every line below. */
  static eraseBelow = new TerminalText([{ control: `${escape}J` }]);

  static cursorUp(lines: number): TerminalText {
    return new TerminalText(lines > 0 ? [{ control: `${escape}${lines}A` }] : []);
  }

  /** A line that takes the place of the one that the cursor is in, as it is shown while something is in progress. */
  static overwriting(text: string): TerminalText {
    return TerminalText.of(TerminalText.lineStart, TerminalText.eraseLine, text);
  }

  /** Without colours and cursor movements, as for a file. */
  toString(): string {
    return this.spans.map((span) => ("text" in span ? span.text : "")).join("");
  }

  /**
   * As a terminal takes it.
   * @param clean takes secrets out of the text; it must not add what has an effect. @default nothing is taken out
   */
  sequences({ color }: { readonly color: boolean }, clean = (text: string) => text): string {
    return this.spans
      .map((span) => {
        if ("control" in span) return span.control;
        const { style } = span;
        const text = clean(span.text);
        return color && style && text !== "" ? `${escape}${styles[style]}m${text}${escape}0m` : text;
      })
      .join("");
  }
}
