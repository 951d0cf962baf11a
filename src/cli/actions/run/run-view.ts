/** Chooses how a run is shown: drawn in place on a terminal, as lines of a log elsewhere. */
import { historyOf } from "../../progress/estimate/history";
import { runFolder } from "../../../run/journal/run-directory";
import { eventsOf, readJournal } from "../../../run/journal/journal";
import type { TerminalText } from "../../../html/terminal-text";
import type { CommandCall } from "../../definition/command";
import { stoppingText } from "../../terminal/interrupt";
import { paint, type Terminal } from "../../terminal/terminal";
import type { Project } from "./open-project";
import { liveView } from "../../progress/live-view";
import { plainView } from "../../progress/plain-view";
import type { ProgressView, ViewOptions } from "../../progress/view";

/** The interruption of the run is shown too. */
export function watch({ terminal }: CommandCall, { config, home, signal }: Project): ProgressView {
  return runView(terminal, signal, { history: historyOf(eventsOf(readJournal(runFolder(config, home)))) });
}

/** @param signal interrupts the run */
export function runView(terminal: Terminal, signal: AbortSignal, options: ViewOptions): ProgressView {
  const view = terminal.interactive
    ? liveView(screenOf(terminal), options)
    : plainView({ write: terminal.err }, options);
  signal.addEventListener("abort", () => {
    view.stopping(stoppingText("Terraform, which completes what it does and saves its state"));
  });
  return view;
}

function screenOf(terminal: Terminal) {
  return {
    write: (text: TerminalText) => {
      paint(terminal, "err", text);
    },
    get columns() {
      return terminal.size?.().width;
    },
    get rows() {
      return terminal.size?.().height;
    },
  };
}

/**
 * Columns of a report. A file or a pipe has none: its reader wraps lines, and finds each address on one line.
 *
 * @param seen whether the report goes to a terminal
 */
export function reportWidth({ terminal }: Pick<CommandCall, "terminal">, seen = false): number {
  return seen ? (terminal.size?.().width ?? 80) : Infinity;
}
