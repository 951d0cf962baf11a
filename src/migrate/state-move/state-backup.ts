/**
 * Keeps a copy of every state before a move, and next to it a record of the finished steps, so that an interrupted move
 * continues from the copy. Only the owner can read the folder: states hold sensitive values.
 */
import { createHash } from "node:crypto";
import { chmodSync, existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import * as z from "zod";
import type { Config } from "../../config/config";
import {
  holdsResources,
  parseState,
  writeState,
  type StateDocument,
} from "../../clients/terraform/state-document";
import type { StackState } from "./stacks";
import { makeFolder } from "../../clients/system/make-folder";

const recordSchema = z.object({
  /** Identifies the pair of old and new places. */
  move: z.string(),
  from: z.array(z.object({ stack: z.string(), place: z.string(), saved: z.boolean() })),
  to: z.array(z.object({ stack: z.string(), place: z.string() })),
  /** Stacks whose new state was written and read back. */
  written: z.array(z.string()),
  finished: z.boolean(),
});
export type MoveRecord = z.output<typeof recordSchema>;

export interface Backup {
  readonly folder: string;
  readonly record: MoveRecord;
  /** By stack, as they were before the move. */
  readonly states: ReadonlyMap<string, StateDocument>;
}

/** The time follows it. */
const prefix = "backup-";
const recordFile = "move.json";
const stateFile = (stack: string) => `${stack}.tfstate`;

type BackupConfig = Pick<Config, "name" | "state">;

/** Where a run looks for what became of the states of its configuration. */
export function backupParent({ name, state }: BackupConfig, home: string): string {
  return state.backend === "local" ? state.directory : join(home, "tfstate", name);
}

interface MoveFolders {
  /** Holds a folder for each move. Of two, the one that holds local states. */
  readonly copies: string;
  /** Folder of the other configuration, which records the move too; may be the same. */
  readonly other: string;
}

export function moveFolders(from: BackupConfig, to: BackupConfig, home: string): MoveFolders {
  const [own, next] = [backupParent(from, home), backupParent(to, home)];
  const nextHolds = from.state.backend !== "local" && to.state.backend === "local";
  return nextHolds ? { copies: next, other: own } : { copies: own, other: next };
}

export function moveId(from: readonly StackState[], to: readonly StackState[]): string {
  const places = [from, to].map((side) => side.map(({ stack, backend }) => [stack, backend]));
  return createHash("sha256").update(JSON.stringify(places)).digest("hex");
}

/** @param parent holds one folder for each move */
export function keepCopy(
  parent: string,
  now: Date,
  states: ReadonlyMap<string, StateDocument>,
  { from, to }: { readonly from: readonly StackState[]; readonly to: readonly StackState[] },
): Backup {
  const folder = join(parent, `${prefix}${now.toISOString().replaceAll(":", "-")}`);
  makePrivate(folder);
  for (const [stack, state] of states) {
    writeFileSync(join(folder, stateFile(stack)), writeState(state), { mode: 0o600, flag: "wx" });
  }
  const record: MoveRecord = {
    move: moveId(from, to),
    from: from.map(({ stack, place }) => ({ stack, place, saved: states.has(stack) })),
    to: to.map(({ stack, place }) => ({ stack, place })),
    written: [],
    finished: false,
  };
  return writeRecord({ folder, record, states });
}

function makePrivate(folder: string): void {
  makeFolder(folder, 0o700);
  // The umask narrows the mode above, and an existing folder keeps its own.
  chmodSync(folder, 0o700);
}

export function writeRecord(backup: Backup): Backup {
  const file = join(backup.folder, recordFile);
  writeFileSync(`${file}.part`, `${JSON.stringify(backup.record, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.part`, file);
  return backup;
}

/** Writes the record to the other folder first: a move is in progress until the record next to the copies is finished. */
export function finish(backup: Backup, { other }: MoveFolders): Backup {
  const record = { ...backup.record, finished: true };
  const folder = join(other, basename(backup.folder));
  makePrivate(folder);
  writeRecord({ ...backup, folder, record });
  return writeRecord({ ...backup, record });
}

/** The newest move between these places, if it was interrupted. */
export function unfinished(parent: string, move: string): Backup | undefined {
  for (const { folder, record } of listBackups(parent)) {
    if (record.move !== move) continue;
    if (record.finished) return undefined;
    const states = record.from
      .filter(({ saved: saved }) => saved)
      .map(({ stack }) => [stack, saved(folder, stack)] as const);
    return { folder, record, states: new Map(states) };
  }
  return undefined;
}

export interface MovedAway {
  /** Where the states are now, stack by stack. */
  readonly to: MoveRecord["to"];
  /** YYYY-MM-DD */
  readonly on: string;
  /** Path of the move's record. */
  readonly file: string;
}

/** Whether the newest move that knows these places emptied them, and what it moved is not known to be gone. @param places as the records name them */
export function movedAway(parent: string, places: readonly string[]): MovedAway | undefined {
  const here = ({ place }: { readonly place: string }) => places.includes(place);
  const newest = listBackups(parent).find(
    ({ record }) => record.finished && (record.from.some(here) || record.to.some(here)),
  );
  if (newest === undefined || newest.record.to.some(here)) return undefined;
  const { folder, record } = newest;
  if (isDestroyed(record.to)) return undefined;
  const on = basename(folder).slice(prefix.length, prefix.length + "2026-11-24".length);
  return { to: record.to, on, file: join(folder, recordFile) };
}

/** Destroyed where it went to. A place elsewhere is not asked: that takes its credentials, which a run here need not have. */
function isDestroyed(to: MoveRecord["to"]): boolean {
  const files = to.map(({ place }) => /^local (.+)$/.exec(place)?.[1]);
  const there = files.filter((file) => file !== undefined && existsSync(file));
  return there.length > 0 && there.every((file = "") => isEmptyState(file));
}

function isEmptyState(file: string): boolean {
  const parsed = parseState(readFileSync(file, "utf8"));
  return parsed.ok && !holdsResources(parsed.state);
}

/** Newest first. */
function listBackups(parent: string): { readonly folder: string; readonly record: MoveRecord }[] {
  const folders = listed(parent).filter((name) => name.startsWith(prefix));
  return folders
    .sort()
    .reverse()
    .flatMap((name) => {
      const folder = join(parent, name);
      const record = readRecord(folder);
      return record === undefined ? [] : [{ folder, record }];
    });
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Not made yet.
    return [];
  }
}

function readRecord(folder: string): MoveRecord | undefined {
  try {
    return recordSchema.parse(JSON.parse(readFileSync(join(folder, recordFile), "utf8")));
  } catch {
    // Broke off before anything was moved, or a folder of someone else's.
    return undefined;
  }
}

function saved(folder: string, stack: string): StateDocument {
  const file = join(folder, stateFile(stack));
  const parsed = parseState(readFileSync(file, "utf8"));
  if (!parsed.ok) throw new Error(`${file} ${parsed.message}`);
  return parsed.state;
}
