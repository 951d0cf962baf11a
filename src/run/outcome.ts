/** How a run and each of its stacks ended, as data: the command line turns it into text and an exit code. */
import type { ChangeCounts } from "../clients/terraform/terraform";
import type { TerraformCommand } from "./errors/entry";

/** The step in which an attempt failed. */
export type FailedStep = TerraformCommand | "review" | "health";

export interface StackFailure {
  readonly ok: false;
  readonly stack: string;
  readonly during: FailedStep;
  /** What went wrong, one error each; never empty. */
  readonly errors: readonly string[];
  /** The next step of the user. */
  readonly fix: string;
}

interface StackDone {
  readonly ok: true;
  readonly stack: string;
  readonly changes: ChangeCounts;
  readonly seconds: number;
}

/** A destroy skips a stack that holds nothing. */
interface StackSkipped {
  readonly ok: true;
  readonly stack: string;
  /** Why. */
  readonly skipped: string;
}

export type StackOutcome = StackDone | StackFailure;
export type CompletedStack = StackDone | StackSkipped;

interface RunDone {
  readonly ok: true;
  readonly stacks: readonly CompletedStack[];
  readonly seconds: number;
}

export interface RunFailure {
  readonly ok: false;
  /** The user stopped the run; nothing else is wrong. A shell expects exit code 130. @default it failed */
  readonly interrupted?: true;
  /** The stacks that were completed before. */
  readonly stacks: readonly CompletedStack[];
  readonly failure: Pick<StackFailure, "errors" | "fix"> & Partial<StackFailure>;
}

export type RunOutcome = RunDone | RunFailure;

/** The only error of a run that its user stopped, whatever Terraform printed while it was stopping. */
export const interruptedByUser = "Interrupted by you";

/** A run that did not begin, or ended outside of any stack. */
export function refused(message: string, fix: string): RunFailure {
  return { ok: false, stacks: [], failure: { errors: [message], fix } };
}
