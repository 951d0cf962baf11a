/** Begins a run and ends it: takes the lock, opens the journal, and makes the environment of its commands. */
import { randomUUID } from "node:crypto";
import { chmodSync, mkdirSync } from "node:fs";
import type { Config } from "../config";
import { mixture } from "../clients/aws/emulation";
import { messageOf } from "../clients/system/error-message";
import { pauseFor } from "./retry-policy";
import { secondsSince, type RunContext, type RunStack } from "./context";
import { shortages } from "../clients/system/disk";
import { runEnvironment } from "./environment";
import type { RunEvent, RunNews } from "./journal/events";
import { runFolder } from "./journal/run-directory";
import { openJournal, readJournal, type JournalLine } from "./journal/journal";
import { heldBy, takeLock } from "./locks/run-lock";
import { copiesFolder, movedAway, type MovedAway } from "../migrate/state-move/state-backup";
import { placeIn } from "../migrate/state-move/stacks";
import type { Failure, StackOutcome } from "./stack-runner";
import type { Environment } from "../config/environment";

export interface RunOptions {
  readonly config: Config;
  /** All of the layout, in deploy order. */
  readonly stacks: readonly RunStack[];
  /** Of the caller, whole. */
  readonly env: Environment;
  readonly home: string;
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
}

export type RunOutcome =
  | {
      readonly ok: true;
      readonly stacks: readonly (Extract<StackOutcome, { ok: true }> | Skipped)[];
      readonly seconds: number;
    }
  | {
      readonly ok: false;
      /** What was done before. */
      readonly stacks: readonly (Extract<StackOutcome, { ok: true }> | Skipped)[];
      readonly failure: Pick<Failure, "errors" | "fix"> & Partial<Failure>;
    };

export interface Skipped {
  readonly ok: true;
  readonly stack: string;
  readonly skipped: string;
}

type Command = Extract<RunEvent, { kind: "run-started" }>["command"];

/** @param work gets what earlier runs wrote */
export async function asRun(
  options: RunOptions,
  command: Command,
  chosen: readonly RunStack[],
  work: (context: RunContext, earlier: readonly JournalLine[]) => Promise<RunOutcome>,
): Promise<RunOutcome> {
  const { config, env, home, signal } = options;
  const mixed = mixture(config.state, env, home);
  if (mixed !== undefined) return refused(mixed.message, mixed.fix);
  const folder = runFolder(config, home);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const moved = movedAway(copiesFolder(config, home), placesOf(options.stacks));
  if (moved !== undefined) return refused(...wasMoved(moved));
  const [short] = shortages([folder, ...chosen.map((stack) => stack.folder)]);
  if (short !== undefined) return refused(...noRoom(short.folder, short.freeBytes));
  const run = randomUUID();
  const lock = takeLock(folder, command, run, new Date());
  if (!lock.ok) return refused(...heldBy(lock.holder));
  try {
    const environment = runEnvironment(
      env,
      home,
      config,
      chosen.map(({ name }) => name),
    );
    if (!environment.ok) return refused(environment.message, environment.fix);
    const earlier = readJournal(folder);
    const journal = openJournal(folder, run);
    const tell = (news: RunNews) => {
      const event = { at: new Date().toISOString(), ...news };
      journal.write(event);
      options.onEvent(event);
    };
    const { stacks } = options;
    const pause = pauseFor(signal);
    const initialised = new Set<string>();
    const context = {
      config,
      stacks,
      env: environment.env,
      folder,
      journal,
      tell,
      signal,
      pause,
      initialised,
    };
    const started = performance.now();
    tell({ kind: "run-started", command, stacks: chosen.map(({ name }) => name) });
    const outcome = await work(context, earlier).catch(broken);
    const ended = outcome.ok ? "done" : signal.aborted ? "interrupted" : "failed";
    tell({ kind: "run-ended", outcome: ended, seconds: secondsSince(started) });
    const unwritten = journal.problem();
    return unwritten === undefined || !outcome.ok ? outcome : withoutJournal(outcome.stacks, unwritten);
  } finally {
    lock.release();
  }
}

const placesOf = (stacks: readonly RunStack[]) => stacks.flatMap(({ folder }) => placeIn(folder) ?? []);

/** Its old places are empty: a run there would make everything a second time, or sweep what lives. */
function wasMoved({ to, on, file }: MovedAway): [string, string] {
  const places = to.map(({ stack, place }) => `${stack} to ${place}`);
  return [
    `the state was moved away from where this configuration keeps it, on ${on}: ${places.join(", ")}`,
    `use the configuration that names the new place; to begin anew at the old one, remove ${file}`,
  ];
}

/** What nobody foresaw ends the run, not the process: the journal has to say that it ended. */
function broken(error: unknown): RunOutcome {
  const message = messageOf(error);
  return refused(message, "what was done is in the state and in the journal; glrunner resume goes on");
}

export function refused(message: string, fix: string): Extract<RunOutcome, { ok: false }> {
  return { ok: false, stacks: [], failure: { errors: [message], fix } };
}

function withoutJournal(stacks: Extract<RunOutcome, { ok: true }>["stacks"], problem: string): RunOutcome {
  const errors = [`all was done, but the journal could not be written: ${problem}`];
  return {
    ok: false,
    stacks,
    failure: { errors, fix: "make room, then run glrunner resume, which finds all as it is" },
  };
}

function noRoom(folder: string, free: number): [string, string] {
  const mib = (bytes: number) => `${Math.floor(bytes / 1024 / 1024)} MiB`;
  return [`${folder} has room for ${mib(free)} only`, "make room: a state that cannot be written is lost"];
}
