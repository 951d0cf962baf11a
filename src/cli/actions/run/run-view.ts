/** Chooses the view of a run: drawn in place on a terminal, line by line in a log. */
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

/** The view of a project's run, with estimates from the project's earlier runs. */
export function projectView({ terminal }: CommandCall, { config, home, signal }: Project): ProgressView {
  return runView(terminal, signal, { history: historyOf(eventsOf(readJournal(runFolder(config, home)))) });
}

/** @param signal the interruption of the run, which the view shows */
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

/** Columns of a report. In a file or a pipe the lines are not wrapped, so that a search finds each address. */
export function reportWidth({ terminal }: Pick<CommandCall, "terminal">, toTerminal = false): number {
  return toTerminal ? (terminal.size?.().width ?? 80) : Infinity;
}
