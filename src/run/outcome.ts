/** How a run and each of its stacks ended, as data: the command line turns it into text and an exit code. */
import type { ModuleCacheCode } from "../clients/terraform/module-cache";
import type { ChangeCounts } from "../clients/terraform/terraform";
import type { TerraformCommand } from "./errors/entry";
import type { RunLockCode } from "./locks/run-lock";

/**
 * Why a run was refused or failed. A code is stable: scripts compare it, and `docs/messages.md` explains it. An error of
 * Terraform has the id of its entry in the error catalogue instead, if it has one.
 */
export type RunCode =
  | "changed-after-approval"
  | "destroy-blocked"
  | "disk-space"
  | "emulator-mixed"
  | "interrupted"
  | "journal-newer"
  | "journal-not-written"
  | "journal-unreadable"
  | "modules-not-pinned"
  | "network-unsuitable"
  | "not-approved"
  | "reconcile-undecided"
  | "run-was-lost"
  | "stage-above-deployed"
  | "stage-below-not-deployed"
  | "stage-not-healthy"
  | "state-of-another-owner"
  | "state-unusable"
  | "state-was-moved"
  | "terraform-failed"
  | "terraform-may-run"
  | "tokens-missing"
  | "unexpected"
  | RunLockCode
  | ModuleCacheCode;

/** Why a run was refused, and the next step. */
export interface Refusal {
  readonly code: RunCode;
  readonly message: string;
  readonly fix: string;
}

/** The step in which an attempt failed. */
export type FailedStep = TerraformCommand | "review" | "health";

/** How a stack failed. */
export interface StackFailure {
  readonly ok: false;
  readonly stack: string;
  readonly during: FailedStep;
  /** The errors; never empty. */
  readonly errors: readonly string[];
  /** The next step of the user. */
  readonly fix: string;
  readonly code: RunCode;
  /** Id in the error catalogue of the first error that has one. @default the catalogue knows none of the errors */
  readonly known?: string;
}

/** Why one step of a stack failed. */
export interface StepFailure {
  readonly ok: false;
  readonly errors: readonly string[];
  /** The next step of the user. @default the fix of the error catalogue */
  readonly fix?: string;
  /** @default Terraform failed, and the error catalogue may know why */
  readonly code?: RunCode;
}

interface StackDone {
  readonly ok: true;
  readonly stack: string;
  readonly changes: ChangeCounts;
  readonly seconds: number;
}

/** A destroy skips a stack whose state is empty. */
interface StackSkipped {
  readonly ok: true;
  readonly stack: string;
  /** Why. */
  readonly skipped: string;
}

/** How one stack ended. */
export type StackOutcome = StackDone | StackFailure;
/** A stack that needs no more work. */
export type CompletedStack = StackDone | StackSkipped;

interface RunDone {
  readonly ok: true;
  readonly stacks: readonly CompletedStack[];
  readonly seconds: number;
}

/** How a run failed. */
export interface RunFailure {
  readonly ok: false;
  /** The user stopped the run; nothing else is wrong. A shell expects exit code 130. @default it failed */
  readonly interrupted?: true;
  /** The stacks that were completed before the failure. */
  readonly stacks: readonly CompletedStack[];
  readonly failure: Pick<StackFailure, "errors" | "fix" | "code"> & Partial<StackFailure>;
  /** Other stages that failed too: `plan` continues after a failure. @default none */
  readonly others?: readonly StackFailure[];
}

/** How a run ended. */
export type RunOutcome = RunDone | RunFailure;

/** The only error of an interrupted run, even if Terraform printed others while it stopped. */
export const interruptedByUser = "Interrupted by you";

/** The failure of a run that did not begin, or that ended outside of any stack. */
export function refused({ code, message, fix }: Refusal): RunFailure {
  return { ok: false, stacks: [], failure: { errors: [message], fix, code } };
}
