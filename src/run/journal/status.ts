/** `status`: the last runs and the run in progress, from the journal and the lock. Calls neither AWS nor Terraform. */
import type { Config } from "../../config";
import { runFolder } from "./run-directory";
import { runsOf, unsettledStacks, type RunRecord } from "./history";
import { readJournal } from "./journal";
import { inspectLock, runLockPath, type LockHolder } from "../locks/run-lock";

/** What `glrunner status` shows. */
export interface RunStatus {
  readonly folder: string;
  /** The run in progress. */
  readonly holder: LockHolder | undefined;
  /** Why the lock cannot be read, so that the holder is unknown. */
  readonly unreadable: string | undefined;
  /** Oldest first, without plans. */
  readonly runs: readonly RunRecord[];
  /** The last plan that was completed; undefined if there is none. */
  readonly lastPlan: RunRecord | undefined;
  /** Stacks in which resources may exist that no state records. */
  readonly unsettled: readonly string[];
}

/** Reads the journal and the lock. */
export function status(config: Config, home: string): RunStatus {
  const folder = runFolder(config, home);
  const lines = readJournal(folder);
  const all = runsOf(lines);
  const runs = all.filter(({ command }) => command !== "plan");
  const lastPlan = all.findLast(({ command, ended }) => command === "plan" && ended?.outcome === "done");
  const lock = inspectLock(folder);
  const holder = lock.is === "working" || lock.is === "unknown" ? lock.holder : undefined;
  const unreadable = lock.is === "unreadable" ? `${runLockPath(folder)}: ${lock.why}` : undefined;
  return { folder, holder, unreadable, runs, lastPlan, unsettled: unsettledStacks(lines) };
}
