/**
 * Handles the lock of a state when Terraform could not take it. A run that was killed with its Terraform leaves its lock
 * behind: releases a lock that a lost run of this machine provably took. For any other lock, reports the holder, the reason
 * why it was not released, and the command that releases it by hand.
 */
import { readdirSync, readlinkSync, realpathSync } from "node:fs";
import { hostname } from "node:os";
import { messageOf } from "../../clients/system/error-message";
import type { RunStack, StackSession } from "../context";
import { readJournal } from "../journal/journal";
import { lockOwnership, type Evidence } from "./stale-lock-evidence";
import { processState } from "../../clients/system/process";
import { readableText } from "../../clients/system/regular-file";
import { shellWord } from "../../clients/system/shell-word";
import { heldLock, type HeldLock } from "./state-lock";
import { appliedAll, firstChange } from "../../clients/terraform/events";
import { userName } from "../../clients/system/user-name";

type ReleaseResult = { readonly again: true } | { readonly again: false; readonly fix: string };

/**
 * Releases a stale lock, or waits until the Terraform that holds it ends. `again` is true if the command can be retried.
 * @param error error of the Terraform that could not take the lock
 * @param released ids of locks that this run released; a lock is released only once
 */
export async function releaseStaleLock(
  stack: StackSession,
  error: string,
  released: Set<string>,
): Promise<ReleaseResult> {
  const held = await heldLock(stack, error);
  if (held === undefined) return { again: true };
  const { lock, release } = held;
  const left = (why: string): ReleaseResult => ({ again: false, fix: notReleasedFix(held, why, stack) });
  if (lock === undefined) return left(held.problem ?? "its holder is unknown");
  const ownership = lockOwnership(lock, evidenceOf(stack));
  if (!ownership.owned) {
    if (ownership.alive === undefined) return left(ownership.why);
    return (await waitForHolder(stack, ownership.why)) ? { again: true } : left(ownership.why);
  }
  if (released.has(lock.id)) return left("glrunner released it before, and it is locked again");
  released.add(lock.id);
  try {
    await release();
  } catch (problem) {
    return left(messageOf(problem));
  }
  stack.emit({ kind: "lock-released", lock: lock.id, by: ownership.by });
  return { again: true };
}

/** Waits until the Terraform in the stack's folder ends, whether glrunner started it or not. @returns false if interrupted */
async function waitForHolder(stack: StackSession, why: string): Promise<boolean> {
  const { pause, signal } = stack.run;
  stack.emit({ kind: "waiting", why, fix: "wait until it ends; it then releases the lock" });
  while (!signal.aborted) {
    if (terraformProcessIn(stack.folder) === "none") return true;
    await pause(1);
  }
  return false;
}

function evidenceOf(stack: StackSession): Evidence {
  return {
    stack: stack.name,
    lines: readJournal(stack.run.folder),
    here: `${userName()}@${hostname()}`,
    isAlive: (process) => processState(process) !== "ended",
    firstChange,
    completed: appliedAll,
    working: terraformProcessIn(stack.folder),
  };
}

/** Process id of a Terraform that is running in the folder, whether glrunner started it or not. */
export function terraformProcessIn(folder: string): Evidence["working"] {
  let processes: readonly string[];
  try {
    processes = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return "unknown";
  }
  if (processes.length === 0) return "unknown";
  const real = realpathSync(folder);
  const found = processes.find(
    (pid) =>
      /^(terraform|tofu)/.test(readableText(`/proc/${pid}/comm`) ?? "") && workingDirectoryOf(pid) === real,
  );
  return found === undefined ? "none" : Number(found);
}

/** Undefined for a process that has ended, or that belongs to another user. */
function workingDirectoryOf(pid: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

function notReleasedFix({ lock, id }: HeldLock, why: string, { folder }: RunStack): string {
  const holder = lock === undefined ? "" : ` Its holder is ${lock.who}, since ${lock.created}.`;
  const command = `terraform -chdir=${shellWord(folder)} force-unlock ${id ?? "ID"}`;
  const which = id === undefined ? " (replace ID with the lock's ID in the error)" : "";
  return `The state's lock was not released: ${why}.${holder} Wait until the holder ends, then run glrunner resume. Only if you are certain that the holder has ended, run: ${command}${which}`;
}
