/** The state of each stage and the run that caused it, from the journal on this machine. */
import type { RunStatus } from "../../run/journal/status";
import type { RunRecord, StackRecord } from "../../run/journal/history";

export interface StageStatus {
  readonly stack: string;
  /** `unknown`: no run of this machine changed it. */
  readonly state: "deployed" | "destroyed" | "failed" | "in progress" | "lost" | "unknown";
  /** The time of that change, ISO 8601. */
  readonly at?: string;
  /** The id of the run. */
  readonly run?: string;
  readonly command?: RunRecord["command"];
  /** The version of glrunner that did it. Old journals do not record it. */
  readonly version?: string;
  readonly errors: readonly string[];
}

/** @param names in deploy order */
export function stageStatuses(names: readonly string[], { runs, holder }: RunStatus): readonly StageStatus[] {
  return names.map((stack) => {
    for (const run of [...runs].reverse()) {
      const record = run.stacks.find((each) => each.stack === stack);
      // A run that did not reach the stage, or had no work in it, did not change it.
      if (record === undefined || record.state === "waiting" || record.state === "skipped") continue;
      return statusOf(record, run, run === runs.at(-1) && holder !== undefined);
    }
    return { stack, state: "unknown", errors: [] };
  });
}

function statusOf(record: StackRecord, run: RunRecord, isRunning: boolean): StageStatus {
  const { stack, at, errors } = record;
  return {
    ...{ stack, state: stateOf(record, isRunning), errors, run: run.run, command: run.command },
    ...(at !== undefined && { at }),
    ...(run.version !== undefined && { version: run.version }),
  };
}

function stateOf({ state, destroys }: StackRecord, isRunning: boolean): StageStatus["state"] {
  if (state === "done") return destroys ? "destroyed" : "deployed";
  if (state === "failed") return "failed";
  return isRunning ? "in progress" : "lost";
}
