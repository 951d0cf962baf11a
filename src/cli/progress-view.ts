/** How a run is shown while it goes on: a picture that is kept up to date for a person, lines for everybody else. */
import type { TerminalOptions } from "../review/reports/terminal";
import { historyOf } from "./progress/estimate/history";
import { runFolder } from "../run/journal/run-directory";
import { eventsOf, readJournal } from "../run/journal/journal";
import type { Call } from "./command-context";
import type { Project } from "./open-project";
import { liveView } from "./progress/live-view";
import { plainView } from "./progress/plain-view";
import type { ProgressView } from "./progress/view";

export function watch({ terminal, env }: Call, { config, home }: Project): ProgressView {
  const history = historyOf(eventsOf(readJournal(runFolder(config, home))));
  if (!terminal.interactive) return plainView({ write: terminal.err }, { history });
  const output = {
    write: terminal.err,
    get columns() {
      return terminal.size?.().width;
    },
    get rows() {
      return terminal.size?.().height;
    },
  };
  return liveView(output, { color: wantsColor(env), history });
}

/** Of a report, for a person or for a file. */
export function look({ terminal, env }: Pick<Call, "terminal" | "env">, seen = false): TerminalOptions {
  return {
    color: seen && wantsColor(env),
    width: (seen ? terminal.size?.().width : undefined) ?? 100,
  };
}

/** Source: no-color.org */
function wantsColor(env: NodeJS.ProcessEnv): boolean {
  return (env.NO_COLOR ?? "") === "" && env.TERM !== "dumb";
}
