/** Begins and ends a run: takes the lock, opens the journal, and prepares the environment of its commands. */
import { version } from "../../package.json";
import { randomUUID } from "node:crypto";
import { chmodSync } from "node:fs";
import type { Config } from "../config";
import type { Environment } from "../config/environment";
import { environmentConflict } from "../clients/aws/emulation";
import { runCommand, type RunCommand } from "../clients/system/command";
import { shortages } from "../clients/system/disk";
import { messageOf } from "../clients/system/error-message";
import { backupParent, movedAway, type MovedAway } from "../migrate/state-move/state-backup";
import { placeIn } from "../migrate/state-move/stacks";
import { openStack, secondsSince, type RunContext, type RunStack, type StackSession } from "./context";
import { runEnvironment } from "./environment";
import { journalFormat, type EmitEvent, type RunCommandName, type RunEvent } from "./journal/events";
import { openJournal, readJournal, type Journal, type JournalLine } from "./journal/journal";
import { journalDefect } from "./journal/journal-format";
import { runFolder } from "./journal/run-directory";
import { takeLock } from "./locks/run-lock";
import { interruptedByUser, refused, type Refusal, type RunFailure, type RunOutcome } from "./outcome";
import { interruptedFix, pauseFor } from "./retry-policy";
import { makeFolder } from "../clients/system/make-folder";

/** Input of every run. */
export interface RunOptions {
  readonly config: Config;
  /** Every stack of the layout, in deploy order. */
  readonly stacks: readonly RunStack[];
  /** The caller's whole environment. */
  readonly env: Environment;
  readonly home: string;
  /** Aborted when the user interrupts the run. */
  readonly signal: AbortSignal;
  /** Shows the progress. The run continues if it throws. */
  readonly onEvent: (event: RunEvent) => void;
  /** Starts every command. @default the real one */
  readonly execute?: RunCommand;
  /** Waits for this number of seconds, or until the run is interrupted. @default real time */
  readonly pause?: RunContext["pause"];
}

/** The work of a command. @param earlier lines of earlier runs in the journal */
type RunWork = (
  run: RunContext,
  chosen: readonly StackSession[],
  earlier: readonly JournalLine[],
) => Promise<RunOutcome>;

/**
 * Does work as a run, unless a check refuses it. Never throws: an unexpected error is a failure of the run.
 *
 * @param chosen the stacks of the options that the command names
 */
export async function asRun(
  options: RunOptions,
  command: RunCommandName,
  chosen: readonly RunStack[],
  work: RunWork,
): Promise<RunOutcome> {
  const { config, home } = options;
  const mixed = environmentConflict(config.state, options.env, home);
  if (mixed !== undefined) return refused(mixed);
  const folder = runFolder(config, home);
  makeFolder(folder, 0o700);
  chmodSync(folder, 0o700);
  const moved = movedAway(backupParent(config, home), placesOf(options.stacks));
  if (moved !== undefined) return refused(wasMoved(moved));
  const [short] = shortages([folder, ...chosen.map((stack) => stack.folder)]);
  if (short !== undefined) return refused(noRoom(short.folder, short.freeBytes));
  const id = randomUUID();
  const lock = takeLock(folder, command, id, new Date());
  if (!lock.ok) return refused(lock);
  try {
    const names = chosen.map(({ name }) => name);
    const environment = runEnvironment(options.env, home, config, names);
    if (!environment.ok) return refused(environment);
    const defect = journalDefect(folder);
    if (defect !== undefined) return refused(defect);
    const earlier = readJournal(folder);
    const run = openRun({ ...options, env: environment.env }, command, folder, openJournal(folder, id));
    const started = performance.now();
    run.emit({ kind: "run-started", command, stacks: names, version, format: journalFormat });
    const sessions = run.stacks.filter(({ name }) => names.includes(name));
    const outcome = withInterruption(run, await work(run, sessions, earlier).catch(unexpected));
    run.emit({ kind: "run-ended", outcome: endOf(outcome), seconds: secondsSince(started) });
    const unwritten = run.journal.problem();
    return unwritten === undefined || !outcome.ok ? outcome : withoutJournal(outcome.stacks, unwritten);
  } finally {
    lock.release();
  }
}

function openRun(options: RunOptions, command: RunCommandName, folder: string, journal: Journal): RunContext {
  const { config, stacks, env, signal, onEvent, execute = runCommand, pause = pauseFor(signal) } = options;
  const emit: EmitEvent = (newEvent) => {
    const event = { at: new Date().toISOString(), ...newEvent };
    journal.write(event);
    try {
      onEvent(event);
    } catch {
      // A closed terminal must not end an apply. The journal has the event.
    }
  };
  const sessions: StackSession[] = [];
  const run = { config, command, stacks: sessions, env, folder, journal, emit, signal, pause, execute };
  sessions.push(...stacks.map((stack) => openStack(run, stack)));
  return run;
}

function endOf(outcome: RunOutcome) {
  if (outcome.ok) return "done";
  if (outcome.interrupted === true) return "interrupted";
  return outcome.failure.code === "not-approved" ? "cancelled" : "failed";
}

/** Reports an interrupted run as interrupted: the errors of its commands come from the interruption. */
function withInterruption(run: RunContext, outcome: RunOutcome): RunOutcome {
  if (outcome.ok || !run.signal.aborted) return outcome;
  const { failure } = outcome;
  const known = failure.errors.includes(interruptedByUser);
  const reason = known
    ? failure
    : {
        code: "interrupted" as const,
        known: undefined,
        errors: [interruptedByUser],
        fix: interruptedFix(run),
      };
  return { ...outcome, interrupted: true, failure: { ...failure, ...reason } };
}

const placesOf = (stacks: readonly RunStack[]) => stacks.flatMap(({ folder }) => placeIn(folder) ?? []);

/** The old backends are empty: a run there would create everything a second time, or delete resources in use. */
function wasMoved({ to, on, file }: MovedAway): Refusal {
  const places = to.map(({ stack, place }) => `${stack} to ${place}`);
  return {
    code: "state-was-moved",
    message: `the state was moved away from where this configuration keeps it, on ${on}: ${places.join(", ")}`,
    fix: `use the configuration that names the new place; to begin again at the old one, remove ${file}`,
  };
}

/** An unexpected error ends the run, not the process: the journal must record the end. */
function unexpected(error: unknown): RunFailure {
  return refused({
    code: "unexpected",
    message: messageOf(error),
    fix: "the state and the journal record everything that was done; to continue: glrunner resume",
  });
}

function withoutJournal(stacks: RunFailure["stacks"], problem: string): RunFailure {
  const errors = [`the run completed its work, but could not write the journal: ${problem}`];
  const fix = "free some disk space, then run glrunner resume";
  return { ok: false, stacks, failure: { code: "journal-not-written", errors, fix } };
}

function noRoom(folder: string, free: number): Refusal {
  const mebibytes = Math.floor(free / 1024 / 1024);
  return {
    code: "disk-space",
    message: `${folder} has room for ${mebibytes} MiB only`,
    fix: "free some disk space: Terraform could not write the state",
  };
}
