/**
 * `glrunner unlock`: finds the locks of a cluster that glrunner cannot prove to be stale. It never removes a lock whose
 * process is running. The user decides about all other locks.
 */
import { randomUUID } from "node:crypto";
import type { Config } from "../../config";
import type { Environment } from "../../config/environment";
import { messageOf } from "../../clients/system/error-message";
import { processState } from "../../clients/system/process";
import { stackStates, type SynthesizedConfig } from "../../migrate/state-move/stacks";
import { openStore } from "../../migrate/state-move/store";
import { openTerraform } from "../journal/history";
import { openJournal, readJournal } from "../journal/journal";
import { runFolder } from "../journal/run-directory";
import { holderText, inspectLock, removeLock, runLockPath } from "./run-lock";

interface UnlockItem {
  readonly what: "run" | "terraform" | "state";
  /** Message that describes the lock and its holder. */
  readonly text: string;
  /** True if its process is running: the lock is not removed. */
  readonly working: boolean;
  /** @throws if it could not be removed */
  readonly remove: () => Promise<void>;
}

interface UnlockOptions {
  readonly written: SynthesizedConfig;
  readonly config: Config;
  readonly home: string;
  readonly env: Environment;
}

/** Finds the lock of a run, a Terraform whose end no journal records, and locks of states. Changes nothing. */
export async function findLocks({ written, config, home, env }: UnlockOptions): Promise<UnlockItem[]> {
  const folder = runFolder(config, home);
  const items = [...runLockItem(folder), ...terraformItem(folder)];
  for (const stack of stackStates(written)) {
    const store = await openStore(stack, { env });
    try {
      const held = await store.lockedBy();
      if (held === undefined) continue;
      const { text, id } = held;
      items.push({
        what: "state",
        text: `the state of ${stack.stack} (${stack.place}) is locked: ${text}`,
        // A backend does not report whether the holder's process is running.
        working: false,
        remove: async () => {
          if (id === undefined)
            throw new Error(`the backend of ${stack.stack} does not report the lock's id`);
          const again = await openStore(stack, { env });
          try {
            await again.unlock(id);
          } finally {
            again.close();
          }
        },
      });
    } finally {
      store.close();
    }
  }
  return items;
}

function runLockItem(folder: string): UnlockItem[] {
  const found = inspectLock(folder);
  if (found.is === "free") return [];
  const text =
    found.is === "unreadable"
      ? `${runLockPath(folder)} is not the lock file of a run: ${found.why}`
      : `${runLockPath(folder)} is held by ${holderText(found.holder)}, which ${states[found.is]}`;
  const remove = () => {
    removeLock(folder);
    return Promise.resolve();
  };
  return [{ what: "run", text, working: found.is === "working", remove }];
}

const states = {
  working: "is running",
  ended: "has ended",
  unknown: "cannot be checked from this machine",
} as const;

function terraformItem(folder: string): UnlockItem[] {
  const started = openTerraform(readJournal(folder));
  if (started === undefined) return [];
  const { stack, at, process } = started;
  const state = processState(process);
  const text = `A lost run started Terraform for ${stack} at ${at}, as process ${process.pid} on ${process.host}, which ${states[state]}`;
  const remove = () => {
    const journal = openJournal(folder, randomUUID());
    journal.write({ at: new Date().toISOString(), kind: "terraform-lost", stack });
    const problem = journal.problem();
    return problem === undefined ? Promise.resolve() : Promise.reject(new Error(problem));
  };
  return [{ what: "terraform", text, working: state === "working", remove }];
}

/** Removes the given locks. @returns a message for each lock that could not be removed */
export async function removeLocks(items: readonly UnlockItem[]): Promise<string[]> {
  const failed: string[] = [];
  for (const { text, remove } of items) {
    try {
      await remove();
    } catch (error) {
      failed.push(`${text}: ${messageOf(error)}`);
    }
  }
  return failed;
}
