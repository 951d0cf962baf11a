/**
 * `--watch`: shows the same thing again and again. On a terminal each picture takes the place of the one before; in a
 * pipe one follows the other. Ctrl-C ends it, and that is no failure.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { TerminalText, type Printable } from "../../html/terminal-text";
import type { CommandCall } from "../definition/command";
import { fail } from "../context/command-context";
import { exitCodes, type ExitCode } from "../exit-codes";
import { widthOf } from "./text-width";
import { paint } from "./terminal";

/** Seconds between two pictures. */
const pause = 5;

interface Picture {
  readonly code: ExitCode;
  /** Undefined when there is none; why was told to stderr. */
  readonly text?: Printable;
}

/**
 * @param draw makes one picture
 * @returns the code of the last one
 */
export async function watching(
  call: Pick<CommandCall, "terminal" | "json" | "report" | "onInterrupt">,
  draw: () => Promise<Picture>,
  seconds = pause,
): Promise<ExitCode> {
  const { terminal } = call;
  if (call.json)
    return fail(call, {
      code: "option-conflict",
      message: "--watch shows text again and again",
      fix: "leave out --json or --watch",
    });
  const signal = call.onInterrupt();
  let rows = 0;
  let code: ExitCode = exitCodes.ok;
  while (!signal.aborted) {
    const picture = await draw();
    ({ code } = picture);
    if (picture.text !== undefined) {
      paint(terminal, "out", TerminalText.of(...above(rows), picture.text));
      rows = terminal.outInteractive === true ? rowsOf(String(picture.text), terminal.size?.()) : 0;
    }
    await sleep(seconds * 1000, undefined, { signal }).catch(() => undefined);
  }
  return code;
}

function above(rows: number): readonly TerminalText[] {
  return rows === 0 ? [] : [TerminalText.lineStart, TerminalText.cursorUp(rows), TerminalText.eraseBelow];
}

/** Rows that the text takes; none when it does not fit, since what has scrolled away cannot be drawn over. */
function rowsOf(text: string, size = { width: 80, height: 24 }): number {
  const lines = text.split("\n").slice(0, -1);
  const rows = lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / size.width)), 0);
  return rows < size.height ? rows : 0;
}
