import type { Printable, TerminalText } from "../../html/terminal-text";

/** When text has colours. `auto`: on a terminal that knows them, unless NO_COLOR is set. */
export const colorChoices = ["auto", "always", "never"] as const;
export type ColorChoice = (typeof colorChoices)[number];

/** The terminal as commands see it. Tests pass their own. */
export interface Terminal {
  /** Prints the result to stdout, with control sequences escaped and secrets masked. */
  readonly out: (text: string) => void;
  /** Prints everything else to stderr, in the same way. */
  readonly err: (text: string) => void;
  /** Prints text with glrunner's own colours and cursor movements. @default its plain text goes to `out` or `err` */
  readonly paint?: (to: "out" | "err", text: TerminalText) => void;
  /** Sets when `paint` uses colours. @default never */
  readonly useColor?: (choice: ColorChoice) => void;
  /** Whether `err` goes to a terminal, where a line can be drawn again. */
  readonly interactive: boolean;
  /** Whether `out` goes to a terminal too. @default false */
  readonly outInteractive?: boolean;
  /** Aborted when the reader of `out` has left, as `head` does. @default it never leaves */
  readonly outClosed?: AbortSignal;
  /** Columns and rows of the terminal. */
  readonly size?: () => { readonly width: number; readonly height: number };
  /** Rejects when the signal or the user ends the question. @default nobody can answer */
  readonly ask?: (question: string, signal?: AbortSignal) => Promise<string>;
}

/** Prints text. Strings are escaped; TerminalText keeps its colours on a terminal. */
export function paint(terminal: Terminal, to: "out" | "err", text: Printable): void {
  if (typeof text !== "string" && terminal.paint) terminal.paint(to, text);
  else terminal[to](String(text));
}
