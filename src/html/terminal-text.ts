/**
 * Text for a terminal with colours and cursor movements. The only way to create one escapes all other control characters, so a
 * printer can print it unchanged and escape every plain string.
 */
import { visible } from "./visible";

/** Source: ECMA-48, "Select graphic rendition". */
const styles = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 } as const;
export type Style = keyof typeof styles;

/** Text for a printer, which escapes strings. */
export type Printable = string | TerminalText;

type Span =
  | { readonly text: string; readonly style?: Style }
  /** Moves the cursor or erases. Left out in plain text. */
  | { readonly control: string };

const escape = "\u001b[";

export class TerminalText {
  private constructor(private readonly spans: readonly Span[]) {}

  /** Joins the parts. */
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
  /** Erases from the cursor to the end of the line. */
  static eraseLine = new TerminalText([{ control: `${escape}K` }]);
  /** Erases from the cursor to the end of the screen. */
  static eraseBelow = new TerminalText([{ control: `${escape}J` }]);

  static cursorUp(lines: number): TerminalText {
    return new TerminalText(lines > 0 ? [{ control: `${escape}${lines}A` }] : []);
  }

  /** Replaces the current line, to show progress. */
  static overwriting(text: string): TerminalText {
    return TerminalText.of(TerminalText.lineStart, TerminalText.eraseLine, text);
  }

  /** Plain text without colours and cursor movements, for a file. */
  toString(): string {
    return this.spans.map((span) => ("text" in span ? span.text : "")).join("");
  }

  /**
   * The text with escape sequences.
   * @param clean masks secrets in the text, and must not add control characters. @default no masking
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
