import type { Printable, TerminalText } from "../../html/terminal-text";

/** When text has colours; `auto` is on a terminal that knows them, without NO_COLOR. */
export const colorChoices = ["auto", "always", "never"] as const;
export type ColorChoice = (typeof colorChoices)[number];

/** The terminal as commands see it, so that a test can stand in for it. */
export interface Terminal {
  /** The result, to stdout. What could steer a terminal is escaped, and secrets are masked. */
  readonly out: (text: string) => void;
  /** Everything else, to stderr, in the same way. */
  readonly err: (text: string) => void;
  /** Text with our own colours and cursor movements. @default its plain text goes to `out` or `err` */
  readonly paint?: (to: "out" | "err", text: TerminalText) => void;
  /** Decides on the colours of `paint`. @default it has none */
  readonly useColor?: (choice: ColorChoice) => void;
  /** Whether a person watches `err`, so that a line may be written over. */
  readonly interactive: boolean;
  /** Whether `out` goes to a terminal too. @default false */
  readonly outInteractive?: boolean;
  /** Columns and lines of the terminal. */
  readonly size?: () => { readonly width: number; readonly height: number };
  /** Rejects what the signal ends, or the one who is asked leaves. @default no person can answer */
  readonly ask?: (question: string, signal?: AbortSignal) => Promise<string>;
}

/** Strings are escaped; text of ours keeps its colours on a terminal. */
export function paint(terminal: Terminal, to: "out" | "err", text: Printable): void {
  if (typeof text !== "string" && terminal.paint) terminal.paint(to, text);
  else terminal[to](String(text));
}
