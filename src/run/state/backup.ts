/**
 * The copy of every state that is kept before a move, and beside it what the move has done so far, so that one that
 * broke off is continued from the copy. The folder is for its owner only: states hold sensitive values.
 */
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { parseState, writeState, type StateDocument } from "./document";
import type { StackState } from "./stacks";

const recordSchema = z.object({
  /** Tells one pair of places from another. */
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

const recordFile = "move.json";
const stateFile = (stack: string) => `${stack}.tfstate`;

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
  const folder = join(parent, `backup-${now.toISOString().replaceAll(":", "-")}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // The mode above is cut by the umask, and not given to a folder that is there already.
  chmodSync(folder, 0o700);
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

export function writeRecord(backup: Backup): Backup {
  const file = join(backup.folder, recordFile);
  writeFileSync(`${file}.part`, `${JSON.stringify(backup.record, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.part`, file);
  return backup;
}

/** The newest move of these places that broke off, if there is one. */
export function unfinished(parent: string, move: string): Backup | undefined {
  const folders = listed(parent).filter((name) => name.startsWith("backup-"));
  for (const name of folders.sort().reverse()) {
    const folder = join(parent, name);
    const record = readRecord(folder);
    if (record?.move !== move) continue;
    if (record.finished) return undefined;
    const states = record.from
      .filter(({ saved }) => saved)
      .map(({ stack }) => [stack, saved(folder, stack)] as const);
    return { folder, record, states: new Map(states) };
  }
  return undefined;
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
