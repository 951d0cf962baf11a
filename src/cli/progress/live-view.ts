/**
 * Draws a run in place on a terminal. Writes only the changed lines, all in one write, so that nothing flickers. Never
 * hides the cursor and leaves it on the free line below, so that the terminal is usable whenever the process ends.
 */
import { TerminalText, type Printable } from "../../html/terminal-text";
import { render, type RenderedLine } from "./render";
import { expectWork, nothingYet, update } from "./state";
import { widthOf } from "../terminal/text-width";
import type { ProgressView, ViewOptions } from "./view";

interface TerminalOutput {
  readonly write: (text: TerminalText) => unknown;
  readonly columns?: number;
  readonly rows?: number;
}

interface LiveOptions extends ViewOptions {
  /** @default a second */
  readonly intervalMs?: number;
}

interface Drawing {
  readonly lines: readonly RenderedLine[];
  readonly columns: number;
  readonly rows: number;
}

export function liveView(
  output: TerminalOutput,
  { history, now = Date.now, intervalMs = 1000 }: LiveOptions = {},
): ProgressView {
  let state = nothingYet(history);
  let shown: Drawing = { lines: [], columns: 0, rows: 0 };
  let quiet = true;
  const draw = (next: Drawing) => {
    const text = repaint(shown, next);
    if (text !== undefined) output.write(text);
    shown = next;
  };
  const size = () => ({ columns: output.columns ?? 80, rows: output.rows ?? 24 });
  const redraw = () => {
    if (quiet) return;
    const { columns, rows } = size();
    // Leaves the last column free, because terminals differ in what they do when it is filled.
    const lines = render(state, { width: columns - 1, height: rows - 1, now: now() });
    draw({ lines, columns, rows });
  };
  const timer = setInterval(redraw, intervalMs);
  timer.unref();
  return {
    onEvent: (event) => {
      state = update(state, event);
      quiet = false;
      redraw();
    },
    expectWork: (stack, work) => {
      state = expectWork(state, stack, work);
      redraw();
    },
    stopping: (text) => {
      state = { ...state, stopping: text };
      redraw();
    },
    pause: () => {
      draw({ lines: [], ...size() });
      quiet = true;
    },
    end: () => {
      redraw();
      quiet = true;
      clearInterval(timer);
    },
  };
}

/** The text that turns one drawing into the next; undefined when they are equal. The cursor starts and ends below. */
function repaint(shown: Drawing, next: Drawing): TerminalText | undefined {
  const resized = shown.columns !== next.columns || shown.rows !== next.rows;
  const same = resized ? 0 : firstDifference(shown.lines, next.lines);
  if (same === next.lines.length && same === shown.lines.length) return undefined;
  const above = resized ? rowsOf(shown, next) : shown.lines.length - same;
  const lines = next.lines.slice(same).flatMap((line, index): Printable[] => {
    const before = resized ? undefined : shown.lines[same + index];
    if (before !== undefined && isSame(line, before)) return [lineStart, "\n"];
    return [TerminalText.styled(line.text, line.style), eraseLine, lineStart, "\n"];
  });
  const clear = resized ? [eraseBelow] : [];
  return TerminalText.of(lineStart, TerminalText.cursorUp(above), ...clear, ...lines, eraseBelow);
}

const { lineStart, eraseLine, eraseBelow } = TerminalText;

function isSame(before: RenderedLine, after: RenderedLine): boolean {
  return before.text === after.text && before.style === after.style;
}

function firstDifference(a: readonly RenderedLine[], b: readonly RenderedLine[]): number {
  const index = a.findIndex((line, at) => {
    const other = b[at];
    return other === undefined || !isSame(line, other);
  });
  return index === -1 ? a.length : index;
}

/** The rows that the old lines take now. A terminal that became narrower wraps them. */
function rowsOf({ lines }: Drawing, { columns, rows }: Drawing): number {
  const all = lines.reduce((sum, { text }) => sum + Math.max(1, Math.ceil(widthOf(text) / columns)), 0);
  return Math.min(all, Math.max(0, rows - 1));
}
