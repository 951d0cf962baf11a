/**
 * Says what a long step does: on a terminal in one line that is drawn again each second, elsewhere by a line at least
 * every ten seconds, so that a log shows that the step is alive.
 */
import { TerminalText } from "../../html/terminal-text";
import { cutEnd, elapsed } from "./text-width";
import { paint, type Terminal } from "./terminal";

interface StatusLine {
  /** Begins a step. @param detail added to the line, asked for whenever it is drawn. @default nothing */
  readonly begin: (text: string, detail?: () => string) => void;
  /** Ends the step with a line that stays. */
  readonly end: (text: string) => void;
  /** Takes away a line that is being drawn. */
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
  const draw = (text: string) => {
    if (terminal.interactive) {
      // The last column stays free: terminals differ in what they do once it is filled.
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
      draw(`${text} ...`);
      timer = setInterval(() => {
        draw([text, elapsed((now() - since) / 1000), detail()].filter((part) => part !== "").join("  "));
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
