/**
 * Shows that a long step makes progress: on a terminal in one line that it redraws each second, in a log with a new line
 * every ten seconds.
 */
import { TerminalText } from "../../html/terminal-text";
import { cutEnd, elapsed } from "./text-width";
import { paint, type Terminal } from "./terminal";

interface StatusLine {
  /** Begins a step. @param detail returns more text for each drawing. @default none */
  readonly begin: (text: string, detail?: () => string) => void;
  /** Ends the step with a line that stays. */
  readonly end: (text: string) => void;
  /** Removes the line that is being drawn. */
  readonly stop: () => void;
}

interface StatusOptions {
  /** Milliseconds. @default a second on a terminal, ten seconds elsewhere */
  readonly intervalMs?: number;
  /** Milliseconds. @default the machine's clock */
  readonly now?: () => number;
}

export function statusLine(
  terminal: Pick<Terminal, "err" | "paint" | "interactive" | "size" | "out">,
  { now = Date.now, intervalMs = terminal.interactive ? 1000 : 10_000 }: StatusOptions = {},
): StatusLine {
  let timer: NodeJS.Timeout | undefined;
  let drawn = false;
  const write = (text: string) => {
    if (terminal.interactive) {
      // Leaves the last column free, because terminals differ in what they do when it is filled.
      const width = (terminal.size?.().width ?? 80) - 1;
      paint(terminal, "err", TerminalText.overwriting(cutEnd(text, width)));
      drawn = true;
    } else terminal.err(`${text}\n`);
  };
  const clear = () => {
    clearInterval(timer);
    if (drawn) paint(terminal, "err", TerminalText.overwriting(""));
    drawn = false;
  };
  return {
    begin: (text, detail = () => "") => {
      clear();
      const since = now();
      write(`${text} ...`);
      timer = setInterval(() => {
        write([text, elapsed((now() - since) / 1000), detail()].filter((part) => part !== "").join("  "));
      }, intervalMs);
      timer.unref();
    },
    end: (text) => {
      clear();
      terminal.err(`${text}\n`);
    },
    stop: clear,
  };
}
