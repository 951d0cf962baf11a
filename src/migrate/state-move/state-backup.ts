/**
 * Saves a copy of every state before a move, with a record of the finished steps, so that an interrupted move can continue
 * from the copy. Only the owner can read the folder, since states contain sensitive values.
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

/** The folder's name continues with the time. */
const prefix = "backup-";
const recordFile = "move.json";
const stateFile = (stack: string) => `${stack}.tfstate`;

type BackupConfig = Pick<Config, "name" | "state">;

/** The folder in which a run looks for moves of its configuration's states. */
export function backupParent({ name, state }: BackupConfig, home: string): string {
  return state.backend === "local" ? state.directory : join(home, "tfstate", name);
}

interface MoveFolders {
  /** Contains a folder for each move. If one of the two configurations has local states, it is next to those. */
  readonly copies: string;
  /** The folder of the other configuration, which records the move too. It may be the same folder. */
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

/** @param parent the folder that contains one folder for each move */
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
  // The umask narrows the mode above, and an existing folder keeps its mode.
  chmodSync(folder, 0o700);
}

export function writeRecord(backup: Backup): Backup {
  const file = join(backup.folder, recordFile);
  writeFileSync(`${file}.part`, `${JSON.stringify(backup.record, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.part`, file);
  return backup;
}

/** Writes the record to the other folder first: the move is finished only when the record next to the copies says so. */
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
      .filter(({ saved }) => saved)
      .map(({ stack }) => [stack, savedState(folder, stack)] as const);
    return { folder, record, states: new Map(states) };
  }
  return undefined;
}

export interface MovedAway {
  /** The current place of each stack's state. */
  readonly to: MoveRecord["to"];
  /** YYYY-MM-DD */
  readonly on: string;
  /** Path of the move's record. */
  readonly file: string;
}

/**
 * The newest move that emptied these places, unless the moved states are known to be empty now.
 * @param places places as the records name them
 */
export function movedAway(parent: string, places: readonly string[]): MovedAway | undefined {
  const isHere = ({ place }: { readonly place: string }) => places.includes(place);
  const newest = listBackups(parent).find(
    ({ record }) => record.finished && (record.from.some(isHere) || record.to.some(isHere)),
  );
  if (newest === undefined || newest.record.to.some(isHere)) return undefined;
  const { folder, record } = newest;
  if (isDestroyed(record.to)) return undefined;
  const on = basename(folder).slice(prefix.length, prefix.length + "2026-11-24".length);
  return { to: record.to, on, file: join(folder, recordFile) };
}

/** Whether the moved states are local and empty now. Other backends are not read: this run may lack their credentials. */
function isDestroyed(to: MoveRecord["to"]): boolean {
  const files = to.map(({ place }) => /^local (.+)$/.exec(place)?.[1]);
  const existing = files.filter((file) => file !== undefined && existsSync(file));
  return existing.length > 0 && existing.every((file = "") => isEmptyState(file));
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
    // The folder does not exist yet.
    return [];
  }
}

function readRecord(folder: string): MoveRecord | undefined {
  try {
    return recordSchema.parse(JSON.parse(readFileSync(join(folder, recordFile), "utf8")));
  } catch {
    // The move stopped before it wrote the record, or the folder is not a backup.
    return undefined;
  }
}

function savedState(folder: string, stack: string): StateDocument {
  const file = join(folder, stateFile(stack));
  const parsed = parseState(readFileSync(file, "utf8"));
  if (!parsed.ok) throw new Error(`${file} ${parsed.message}`);
  return parsed.state;
}
