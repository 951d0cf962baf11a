/**
 * Reads, writes and unlocks states in their backends. It runs Terraform in a folder with only the settings of the backend,
 * so that no provider or module is needed. Several states are opened and read at the same time, since Terraform mostly waits
 * for the backend.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { messageOf } from "../../clients/system/error-message";
import { parseState, writeState, type StateDocument } from "../../clients/terraform/state-document";
import { terraformDriver } from "../../clients/terraform/terraform";
import { MoveStop } from "./problem";
import { lockInfo } from "../../clients/terraform/lock-info";
import type { StackState } from "./stacks";
import type { Environment } from "../../config/environment";

/** In milliseconds. A backend normally answers in seconds. */
const timeoutMs = 240_000;

export interface StoreOptions {
  readonly env: Environment;
  readonly signal?: AbortSignal;
}

interface StateHolder {
  /** Terraform's reason, and the holder of the lock if the backend reports it. */
  readonly text: string;
  /** The id of the lock; undefined if the backend does not report it. */
  readonly id: string | undefined;
}

export interface StateStore extends StackState {
  /** Undefined if no state was ever written there. @throws MoveStop */
  readonly pull: () => Promise<StateDocument | undefined>;
  /** @throws MoveStop, for example if the existing state is newer or has another lineage */
  readonly push: (state: StateDocument) => Promise<void>;
  /** The holder of the lock; undefined if the state is not locked. @throws MoveStop */
  readonly lockedBy: () => Promise<StateHolder | undefined>;
  /** Releases the lock with this id, without checking its holder. @throws MoveStop */
  readonly unlock: (id: string) => Promise<void>;
  readonly close: () => void;
}

export async function openStore(stack: StackState, { env, signal }: StoreOptions): Promise<StateStore> {
  const folder = mkdtempSync(join(tmpdir(), "glrunner-state-"));
  // The caller's TF_DATA_DIR would contain the settings of another backend.
  const commands = { ...env, TF_DATA_DIR: undefined, TF_IN_AUTOMATION: "1" };
  const terraform = terraformDriver({ folder, env: commands, signal, timeoutMs });
  const close = () => {
    rmSync(folder, { recursive: true, force: true });
  };
  const failed = (what: string) =>
    new MoveStop(
      "move-terraform",
      `the state of ${stack.stack} (${stack.place}) ${what}`,
      "fix what Terraform names, then run the same command again",
    );
  const succeed = async <T>(what: string, work: Promise<T>) => {
    try {
      return await work;
    } catch (error) {
      throw failed(`could not be ${what}: ${messageOf(error)}`);
    }
  };
  try {
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ terraform: { backend: stack.backend } }));
    const init = await terraform.init({ pluginFolder: folder });
    // If the state has resources, init fails at its last step, because their providers are missing. The backend works then.
    const reached = existsSync(join(folder, ".terraform/terraform.tfstate"));
    if (!init.ok && !reached) throw failed(`could not be reached: ${init.errors.join("\n")}`);
  } catch (error) {
    close();
    throw error;
  }
  return {
    ...stack,
    close,
    pull: async () => {
      const text = await succeed("read", terraform.pull());
      if (text.trim() === "") return undefined;
      const parsed = parseState(text);
      if (!parsed.ok) throw failed(parsed.message);
      // Some backends return an empty state instead of no text.
      return parsed.state.lineage === "" ? undefined : parsed.state;
    },
    push: async (state) => {
      const file = join(folder, "push.tfstate");
      writeFileSync(file, writeState(state), { mode: 0o600 });
      await succeed("written", terraform.push(file));
    },
    lockedBy: async () => {
      const tried = await terraform.tryLock();
      if (tried.ok) return undefined;
      const error = tried.errors.join("\n");
      if (error.includes("Error acquiring the state lock")) return holderIn(error);
      throw failed(`could not be locked: ${error}`);
    },
    unlock: async (id) => {
      await succeed("unlocked", terraform.unlock(id));
    },
  };
}

/** If the backend does not report the holder, Terraform describes the lock of this command's own attempt. */
function holderIn(error: string): StateHolder {
  const line = lockInfo(error);
  const ownAttempt = line("Operation") === "untaint";
  const reason = /^[^A-Za-z]*Error message:\s*(.+)$/m.exec(error)?.[1]?.trim() ?? "the lock is held";
  const id = ownAttempt ? /already locked:\s+ID=(\S+)/.exec(error)?.[1] : line("ID");
  const who = `${reason}, by ${line("Who") ?? "unknown"} since ${line("Created") ?? "unknown"}`;
  return { text: ownAttempt ? reason : who, id: id !== undefined && /^\w[\w-]*$/.test(id) ? id : undefined };
}

/** Opens all stores. If one fails, it closes the others and throws. */
export async function openStores(
  stacks: readonly StackState[],
  options: StoreOptions,
): Promise<readonly StateStore[]> {
  const results = await Promise.allSettled(stacks.map((stack) => openStore(stack, options)));
  try {
    return valuesOf(results);
  } catch (error) {
    for (const result of results) if (result.status === "fulfilled") result.value.close();
    throw error;
  }
}

/** Returns the results in the order of the stores. It waits for all of them, since the caller closes the stores after an error. */
export async function forAll<T>(
  stores: readonly StateStore[],
  work: (store: StateStore) => Promise<T>,
): Promise<readonly (readonly [StateStore, T])[]> {
  return valuesOf(await Promise.allSettled(stores.map(async (store) => [store, await work(store)] as const)));
}

function valuesOf<T>(results: readonly PromiseSettledResult<T>[]): T[] {
  return results.map((result) => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  });
}
