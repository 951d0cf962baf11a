/**
 * One state where its backend keeps it: read, written, asked whether it is locked. Terraform does it, in a folder that
 * holds nothing but the backend's settings, so that no provider and no module is needed.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand, type CommandResult } from "../../clients/system/command";
import { parseState, writeState, type StateDocument } from "../../clients/terraform/state-document";
import { MoveStop } from "./problem";
import { lockInfo } from "../../clients/terraform/lock-info";
import type { StackState } from "./stacks";
import type { Environment } from "../../config/environment";

export interface StoreOptions {
  readonly env: Environment;
  readonly signal?: AbortSignal;
}

export interface StateStore extends StackState {
  /** Undefined when nothing was ever kept there. @throws MoveStop */
  readonly pull: () => Promise<StateDocument | undefined>;
  /** @throws MoveStop, also when what is there is newer or of another lineage */
  readonly push: (state: StateDocument) => Promise<void>;
  /** What Terraform says of whoever holds the lock; undefined when nobody does. @throws MoveStop */
  readonly lockedBy: () => Promise<string | undefined>;
  readonly close: () => void;
}

export async function openStore(stack: StackState, { env, signal }: StoreOptions): Promise<StateStore> {
  const folder = mkdtempSync(join(tmpdir(), "glrunner-state-"));
  const terraform = (...args: string[]) =>
    runCommand(["terraform", ...args], {
      cwd: folder,
      // A data folder of the caller's would hold the settings of another backend.
      env: { ...env, TF_DATA_DIR: undefined, TF_IN_AUTOMATION: "1" },
      signal,
    });
  const close = () => {
    rmSync(folder, { recursive: true, force: true });
  };
  const failed = (what: string) =>
    new MoveStop(
      "terraform",
      `the state of ${stack.stack} (${stack.place}) ${what}`,
      "mend what Terraform names, then run the same command again",
    );
  const succeed = (what: string, result: CommandResult) => {
    if (result.status === 0) return result.stdout;
    throw failed(`could not be ${what}: ${said(result)}`);
  };
  try {
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ terraform: { backend: stack.backend } }));
    const init = await terraform("init", "-input=false", "-no-color", `-plugin-dir=${folder}`);
    // It ends as failed when the state holds anything, for want of its providers: they are the last that it looks for.
    if (!existsSync(join(folder, ".terraform/terraform.tfstate"))) succeed("reached", init);
  } catch (error) {
    close();
    throw error;
  }
  return {
    ...stack,
    close,
    pull: async () => {
      const text = succeed("read", await terraform("state", "pull"));
      if (text.trim() === "") return undefined;
      const parsed = parseState(text);
      if (!parsed.ok) throw failed(parsed.message);
      // Backends say in either way that they keep nothing.
      return parsed.state.lineage === "" ? undefined : parsed.state;
    },
    push: async (state) => {
      const file = join(folder, "push.tfstate");
      writeFileSync(file, writeState(state), { mode: 0o600 });
      succeed("written", await terraform("state", "push", "-no-color", file));
    },
    lockedBy: async () => {
      // The one command that takes the lock of any backend and then changes nothing.
      const result = await terraform("untaint", "-allow-missing", "-no-color", "terraform_data.none");
      if (result.status !== 0 && result.stderr.includes("Error acquiring the state lock"))
        return holder(result);
      succeed("locked", result);
      return undefined;
    },
  };
}

/** Terraform's reason, and who holds the lock where the backend tells; else the lock it describes is our own try. */
function holder({ stderr }: CommandResult): string {
  const line = lockInfo(stderr);
  const own = line("Operation") === "untaint";
  const reason = /^[^A-Za-z]*Error message:\s*(.+)$/m.exec(stderr)?.[1]?.trim() ?? "the lock is held";
  return own ? reason : `${reason}, by ${line("Who") ?? "unknown"} since ${line("Created") ?? "unknown"}`;
}

function said({ status, stderr, stdout }: CommandResult): string {
  const text = stderr.trim() === "" ? stdout.trim() : stderr.trim();
  return text === "" ? `terraform ended with ${status ?? "a signal"}` : text;
}
