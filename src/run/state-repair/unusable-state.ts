/** What the repairs of states share: the error for a state that stays as it is, local paths, and paths for copies. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import type { RunStack, StackSession } from "../context";
import type { RunCode, StepFailure } from "../outcome";
import { messageOf } from "../../clients/system/error-message";
import { parseJson } from "../../clients/system/json";
import { makeFolder } from "../../clients/system/make-folder";

/** Thrown for a state that glrunner does not change. The message gives the problem, and `fix` the next step. */
export class UnusableState extends Error {
  constructor(
    message: string,
    readonly fix: string,
    readonly code: RunCode = "state-unusable",
  ) {
    super(message);
  }
}

/** Converts an error into the failure of a step that reads or repairs a state. */
export function stateFailure(error: unknown): StepFailure {
  const errors = [messageOf(error)];
  if (!(error instanceof UnusableState)) return { ok: false, errors };
  return { ok: false, errors, fix: error.fix, code: error.code };
}

/** Whether the command changes nothing, and so repairs no state. */
export const isReadOnly = ({ run }: StackSession) => run.command === "plan";

/** Whether the file does not exist or has no content. */
export function isEmpty(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0;
}

/** A path for a copy that no earlier copy has. */
export function copyPath({ name, run: { folder } }: StackSession, what: string): string {
  makeFolder(folder, 0o700);
  return join(folder, `${name}.${what}-${new Date().toISOString().replaceAll(":", "-")}.tfstate`);
}

const localSchema = z.object({
  terraform: z.object({ backend: z.object({ local: z.object({ path: z.string() }) }) }),
});

/** Path of a stack's local state. Undefined for any other backend. */
export function localPath({ folder }: RunStack): string | undefined {
  const file = join(folder, "cdk.tf.json");
  if (!existsSync(file)) return undefined;
  const parsed = localSchema.safeParse(parseJson(readFileSync(file, "utf8")));
  return parsed.success ? parsed.data.terraform.backend.local.path : undefined;
}
