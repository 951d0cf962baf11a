/**
 * Allows one run of a cluster at a time: a lock file next to the journal names the process of the run.
 *
 * 1. Write the holder to a draft file and hard-link the draft to the lock's name. The link is atomic.
 * 2. If the lock file already exists, read its holder. Refuse while that process is running, or if its state is unknown.
 * 3. If the holder has ended, rename its lock file and try again. Of two processes, only one can rename it.
 * 4. Report a lock file that cannot be read, and keep it.
 */
import { linkSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { renameSync, rmSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { messageOf } from "../../clients/system/error-message";
import { parseJson } from "../../clients/system/json";
import { describeProcess, processSchema, processState } from "../../clients/system/process";
import { shellWord } from "../../clients/system/shell-word";
import { userName } from "../../clients/system/user-name";
import { makeFolder } from "../../clients/system/make-folder";

const lockFile = "run.lock";
const holderSchema = z.object({
  id: z.string(),
  command: z.string(),
  user: z.string(),
  /** ISO 8601. */
  since: z.string(),
  process: processSchema,
});
/** The run that holds the lock, as the lock file records it. */
export type LockHolder = z.output<typeof holderSchema>;

type LockResult =
  { readonly ok: true; readonly release: () => void } | ({ readonly ok: false } & LockRefusal);

/** Why the lock was not taken. */
export type RunLockCode = "run-in-progress" | "run-maybe-in-progress" | "run-lock-unreadable";

interface LockRefusal {
  readonly code: RunLockCode;
  readonly message: string;
  readonly fix: string;
}

/** State of the lock at one moment. */
type RunLockState =
  | { readonly is: "free" }
  /** `working` and `unknown` refuse another run, `ended` does not. */
  | { readonly is: "working" | "ended" | "unknown"; readonly holder: LockHolder }
  | { readonly is: "unreadable"; readonly why: string };

/** An attempt is repeated only if another process takes or releases the lock at the same time. */
const maxAttempts = 100;
/** A draft exists for milliseconds. A draft that cannot be read is removed only if it is older than this. */
const draftAgeMs = 3_600_000;

/** Path of the lock file in the folder of a cluster's runs. */
export const runLockPath = (folder: string) => join(folder, lockFile);

/**
 * Takes the lock for this process, or reports who holds it.
 * @param folder created if it does not exist
 * @param id id of this run; only the run with this id releases the lock
 */
export function takeLock(folder: string, command: string, id: string, now: Date): LockResult {
  makeFolder(folder, 0o700);
  const path = runLockPath(folder);
  const process_ = describeProcess(process.pid);
  const own: LockHolder = { id, command, user: userName(), since: now.toISOString(), process: process_ };
  removeOldDrafts(folder);
  const draft = `${path}.${id}`;
  writeFileSync(draft, JSON.stringify(own), { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
      if (linked(draft, path)) {
        return {
          ok: true,
          release: () => {
            release(path, id);
          },
        };
      }
      const found = inspectLock(folder);
      if (found.is === "ended") removeEndedLock(path, found.holder, id);
      else if (found.is !== "free") return { ok: false, ...refusalText(path, found) };
    }
    return {
      ok: false,
      ...refusalText(path, { is: "unreadable", why: "other processes keep taking and releasing it" }),
    };
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Reads the lock file and the state of its process. Changes nothing. */
export function inspectLock(folder: string): RunLockState {
  const path = runLockPath(folder);
  const file = lstatSync(path, { throwIfNoEntry: false });
  if (file === undefined) return { is: "free" };
  if (!file.isFile()) return { is: "unreadable", why: "it is not a file" };
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const gone = lstatSync(path, { throwIfNoEntry: false }) === undefined;
    return gone ? { is: "free" } : { is: "unreadable", why: messageOf(error) };
  }
  const parsed = holderSchema.safeParse(parseJson(text));
  if (!parsed.success) return { is: "unreadable", why: "its content does not describe a run" };
  return { is: processState(parsed.data.process), holder: parsed.data };
}

/** Removes the lock without a check of its holder: `glrunner unlock` does this after the user has approved it. */
export function removeLock(folder: string): void {
  rmSync(runLockPath(folder), { recursive: true, force: true });
}

/** Describes the holder of the lock in a message. */
export function holderText({ command, user, since, process }: LockHolder): string {
  return `${command}, since ${since}, by ${user} on ${process.host}, process ${process.pid}`;
}

function refusalText(path: string, found: Exclude<RunLockState, { is: "free" }>): LockRefusal {
  if (found.is === "unreadable") {
    return {
      code: "run-lock-unreadable",
      message: `${path} cannot be read as the lock of a run: ${found.why}`,
      fix: `make sure that no run is in progress, then run: rm -r ${shellWord(path)}`,
    };
  }
  const who = holderText(found.holder);
  if (found.is === "unknown") {
    return {
      code: "run-maybe-in-progress",
      message: `another run may be in progress: ${who}. Its process cannot be checked from this machine`,
      fix: "wait until it ends. If you are certain that its container or CloudShell session has ended, run: glrunner unlock",
    };
  }
  const fix = "wait until it ends, or interrupt it with Ctrl-C";
  return { code: "run-in-progress", message: `another run is in progress: ${who}`, fix };
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

/** Renames the lock file of an ended run, then removes it. Of two processes, one renames it and the other tries again. */
function removeEndedLock(path: string, holder: LockHolder, id: string): void {
  const aside = `${path}.${id}.dead`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const moved = readHolder(aside);
  // Another process took the lock in between: put its lock file back.
  if (moved !== undefined && moved.id !== holder.id) linked(aside, path);
  rmSync(aside, { force: true });
}

function release(path: string, id: string): void {
  if (readHolder(path)?.id === id) unlinkSync(path);
}

/** Removes drafts of processes that were killed before they could remove them. */
function removeOldDrafts(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(`${lockFile}.`)) continue;
    const stray = join(folder, name);
    const holder = readHolder(stray);
    const isOld = () => Date.now() - (statSync(stray, { throwIfNoEntry: false })?.mtimeMs ?? 0) > draftAgeMs;
    if (holder === undefined ? isOld() : processState(holder.process) === "ended")
      rmSync(stray, { force: true });
  }
}

/** Undefined if the file does not describe a run. */
function readHolder(path: string): LockHolder | undefined {
  try {
    return holderSchema.safeParse(parseJson(readFileSync(path, "utf8"))).data;
  } catch {
    return undefined;
  }
}
