/**
 * `--watch`: prints the same view every few seconds. On a terminal each view replaces the one before; in a pipe they
 * follow each other. Ctrl-C or a reader that leaves (`| head`) ends it without an error.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { TerminalText, type Printable } from "../../html/terminal-text";
import type { CommandCall } from "../definition/command";
import { fail } from "../context/command-context";
import { exitCodes, type ExitCode } from "../exit-codes";
import { widthOf } from "./text-width";
import { paint } from "./terminal";

/** Seconds between two views. */
const pause = 5;

interface WatchedView {
  readonly code: ExitCode;
  /** Undefined if there is nothing to show; `draw` has then printed why. */
  readonly text?: Printable;
}

/** Draws a view again and again. @returns the exit code of the last view */
export async function watching(
  call: Pick<CommandCall, "terminal" | "json" | "report" | "onInterrupt">,
  draw: () => Promise<WatchedView>,
  seconds = pause,
): Promise<ExitCode> {
  const { terminal } = call;
  if (call.json)
    return fail(call, {
      code: "option-conflict",
      message: "--watch prints text again and again, which is not one JSON document",
      fix: "leave out --json or --watch",
    });
  const signal = untilRead(call);
  let rows = 0;
  let code: ExitCode = exitCodes.ok;
  while (!signal.aborted) {
    const view = await draw();
    ({ code } = view);
    if (view.text !== undefined) {
      paint(terminal, "out", TerminalText.of(...above(rows), view.text));
      rows = terminal.outInteractive === true ? rowsOf(String(view.text), terminal.size?.()) : 0;
    }
    await sleep(seconds * 1000, undefined, { signal }).catch(() => undefined);
  }
  return code;
}

/** Aborted by Ctrl-C, and when the reader of stdout has left. */
export function untilRead({
  terminal: { outClosed },
  onInterrupt,
}: Pick<CommandCall, "terminal" | "onInterrupt">): AbortSignal {
  const interrupted = onInterrupt();
  return outClosed === undefined ? interrupted : AbortSignal.any([interrupted, outClosed]);
}

/** The sequence that goes back to the first row of the view before. */
function above(rows: number): readonly TerminalText[] {
  return rows === 0 ? [] : [TerminalText.lineStart, TerminalText.cursorUp(rows), TerminalText.eraseBelow];
}

/** Rows that the text takes. 0 if it does not fit: text that has scrolled away cannot be replaced. */
function rowsOf(text: string, size = { width: 80, height: 24 }): number {
  const lines = text.split("\n").slice(0, -1);
  const rows = lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / size.width)), 0);
  return rows < size.height ? rows : 0;
}
