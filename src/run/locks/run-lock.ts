/**
 * One run at a time: a file beside the journal that says who runs. It is taken by creating it, and the one of a
 * process that is gone is taken over.
 */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { parseJson } from "../../clients/system/json";
import { describeProcess, isStillAlive, processSchema } from "../../clients/system/process";
import { userName } from "../../clients/system/user-name";

const lockFile = "run.lock";
const holderSchema = z.object({
  id: z.string(),
  command: z.string(),
  user: z.string(),
  /** ISO 8601. */
  since: z.string(),
  process: processSchema,
});
export type LockHolder = z.output<typeof holderSchema>;

type Lock =
  { readonly ok: true; readonly release: () => void } | { readonly ok: false; readonly holder: LockHolder };

/** @param folder made if it is not there */
export function takeLock(folder: string, command: string, id: string, now: Date): Lock {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, lockFile);
  const own: LockHolder = {
    id,
    command,
    user: userName(),
    since: now.toISOString(),
    process: describeProcess(process.pid),
  };
  // Written whole before it is the lock, so that nobody reads half of it.
  const draft = `${path}.${id}`;
  writeFileSync(draft, JSON.stringify(own), { mode: 0o600 });
  try {
    while (!linked(draft, path)) {
      const holder = readHolder(path);
      if (holder === undefined) continue;
      if (isStillAlive(holder.process)) return { ok: false, holder };
      discard(path, holder, id);
    }
    return {
      ok: true,
      release: () => {
        release(path, id);
      },
    };
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Who runs now; undefined when nobody does. */
export function lockHolder(folder: string): LockHolder | undefined {
  const holder = readHolder(join(folder, lockFile));
  return holder !== undefined && isStillAlive(holder.process) ? holder : undefined;
}

/** What is said to whoever comes second, and what to do. */
export function heldBy({ command, user, since, process }: LockHolder): [string, string] {
  const who = `${user} on ${process.host}, process ${process.pid}`;
  return [
    `another run goes on: ${command}, since ${since}, of ${who}`,
    "wait for it, or stop it with an interrupt",
  ];
}

function linked(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** Moves the dead one's file away first: of two that come at once, one moves it, and the other looks again. */
function discard(path: string, holder: LockHolder, id: string): void {
  const aside = `${path}.${id}.dead`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const moved = readHolder(aside);
  // Somebody else was quicker, and this is their lock: it goes back.
  if (moved !== undefined && moved.id !== holder.id) linked(aside, path);
  rmSync(aside, { force: true });
}

function release(path: string, id: string): void {
  if (readHolder(path)?.id === id) unlinkSync(path);
}

/** Undefined when there is none, or it cannot be read. */
function readHolder(path: string): LockHolder | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
  const parsed = holderSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new Error(`${path} is no lock of a run: remove it when no run goes on`);
}
