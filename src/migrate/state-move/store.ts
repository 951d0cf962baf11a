/**
 * Reads, writes and unlocks one state in its backend. It runs Terraform in a folder that holds only the backend's
 * settings, so that no provider or module is needed.
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

/** A backend answers in seconds; a slow one gets as long as this, in milliseconds. */
const timeoutMs = 240_000;

export interface StoreOptions {
  readonly env: Environment;
  readonly signal?: AbortSignal;
}

interface StateHolder {
  /** Terraform's reason, and who holds the lock where the backend reports it. */
  readonly text: string;
  /** Undefined where the backend does not report it. */
  readonly id: string | undefined;
}

export interface StateStore extends StackState {
  /** Undefined when no state was ever written there. @throws MoveStop */
  readonly pull: () => Promise<StateDocument | undefined>;
  /** @throws MoveStop, also if the existing state is newer or has another lineage */
  readonly push: (state: StateDocument) => Promise<void>;
  /** The holder of the lock; undefined when the state is not locked. @throws MoveStop */
  readonly lockedBy: () => Promise<StateHolder | undefined>;
  /** Releases the lock with this id without a check of its holder. @throws MoveStop */
  readonly unlock: (id: string) => Promise<void>;
  readonly close: () => void;
}

export async function openStore(stack: StackState, { env, signal }: StoreOptions): Promise<StateStore> {
  const folder = mkdtempSync(join(tmpdir(), "glrunner-state-"));
  // A data folder of the caller's would hold the settings of another backend.
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
    // It ends as failed when the state holds anything, for want of its providers: they are the last that it looks for.
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
      if (error.includes("Error acquiring the state lock")) return holder(error);
      throw failed(`could not be locked: ${error}`);
    },
    unlock: async (id) => {
      await succeed("unlocked", terraform.unlock(id));
    },
  };
}

/** Where the backend does not report the holder, the lock that Terraform describes is this command's own try. */
function holder(error: string): StateHolder {
  const line = lockInfo(error);
  const own = line("Operation") === "untaint";
  const reason = /^[^A-Za-z]*Error message:\s*(.+)$/m.exec(error)?.[1]?.trim() ?? "the lock is held";
  const id = own ? /already locked:\s+ID=(\S+)/.exec(error)?.[1] : line("ID");
  const who = `${reason}, by ${line("Who") ?? "unknown"} since ${line("Created") ?? "unknown"}`;
  return { text: own ? reason : who, id: id !== undefined && /^\w[\w-]*$/.test(id) ? id : undefined };
}
