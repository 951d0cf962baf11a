/**
 * Draws a run in place on a terminal. Only lines that have changed are written, in one go, so that nothing flickers.
 * The cursor is never hidden and rests on the free line below: whenever the process ends, nothing needs repair.
 */
import { render } from "./render";
import { expectWork, nothingYet, update } from "./state";
import { widthOf } from "./text";
import type { Output, ProgressView, ViewOptions } from "./view";

interface TerminalOutput extends Output {
  readonly columns?: number;
  readonly rows?: number;
}

export interface LiveOptions extends ViewOptions {
  readonly color: boolean;
  /** @default a second */
  readonly intervalMs?: number;
}

interface Drawing {
  readonly lines: readonly string[];
  readonly columns: number;
  readonly rows: number;
}

export function liveView(
  output: TerminalOutput,
  { color, history, now = Date.now, intervalMs = 1000 }: LiveOptions,
): ProgressView {
  let state = nothingYet(history);
  let shown: Drawing = { lines: [], columns: 0, rows: 0 };
  let quiet = true;
  const draw = (next: Drawing) => {
    const text = repaint(shown, next);
    if (text !== "") output.write(text);
    shown = next;
  };
  const size = () => ({ columns: output.columns ?? 80, rows: output.rows ?? 24 });
  const redraw = () => {
    if (quiet) return;
    const { columns, rows } = size();
    // The last column stays free: terminals differ in what they do once it is filled.
    const lines = render(state, { width: columns - 1, height: rows - 1, color, now: now() });
    draw({ lines, columns, rows });
  };
  const timer = setInterval(redraw, intervalMs);
  timer.unref();
  return {
    tell: (event) => {
      state = update(state, event);
      quiet = false;
      redraw();
    },
    expect: (stack, work) => {
      state = expectWork(state, stack, work);
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

/** What turns one drawing into the next; empty when they are the same. The cursor stands below, before and after. */
function repaint(shown: Drawing, next: Drawing): string {
  const resized = shown.columns !== next.columns || shown.rows !== next.rows;
  const same = resized ? 0 : firstDifference(shown.lines, next.lines);
  if (same === next.lines.length && same === shown.lines.length) return "";
  const above = resized ? rowsOf(shown, next) : shown.lines.length - same;
  const up = `\r${above > 0 ? `\u001b[${above}A` : ""}`;
  const lines = next.lines.slice(same).map((line, index) => {
    const before = resized ? undefined : shown.lines[same + index];
    return line === before ? "\r\n" : `${line}\u001b[K\r\n`;
  });
  return `${up}${resized ? "\u001b[J" : ""}${lines.join("")}\u001b[J`;
}

function firstDifference(a: readonly string[], b: readonly string[]): number {
  const index = a.findIndex((line, each) => line !== b[each]);
  return index === -1 ? a.length : index;
}

/** How many rows the old lines take now: a terminal that became narrower has broken them. */
function rowsOf({ lines }: Drawing, { columns, rows }: Drawing): number {
  const widths = lines.map((line) => widthOf(withoutStyle(line)));
  const all = widths.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / columns)), 0);
  return Math.min(all, Math.max(0, rows - 1));
}

function withoutStyle(line: string): string {
  const [first, ...styled] = line.split("\u001b");
  return [first, ...styled.map((part) => part.slice(part.indexOf("m") + 1))].join("");
}
