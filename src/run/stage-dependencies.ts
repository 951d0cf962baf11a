/** Each stage depends on the one below: no stage is deployed before the lower one, or destroyed before the upper one. */
import { holdsResources, readState } from "../clients/terraform/state-document";
import type { RunContext, StackSession } from "./context";
import { initStack } from "./init-stack";
import type { StackFailure, StepFailure } from "./outcome";

type StackState =
  | {
      readonly ok: true;
      /** Whether the state holds any resource. */
      readonly deployed: boolean;
      /** The state's text with all its secrets; empty if there is no state. */
      readonly state: string;
    }
  | StepFailure;

/** Reads what the stack's state holds. @throws when Terraform cannot read it */
export async function stateOf(stack: StackSession): Promise<StackState> {
  const ready = await initStack(stack);
  if (!ready.ok) return ready;
  const text = await stack.terraform.pull();
  const state = readState(text);
  return { ok: true, deployed: state !== undefined && holdsResources(state), state: text };
}

/** A stack that the one above cannot use. */
interface MissingStack {
  readonly stack: string;
  /** Why its state cannot be used; undefined if the stack is not deployed. */
  readonly refusal?: Pick<StackFailure, "errors" | "fix" | "code">;
}

/**
 * The stack directly below this one, if it is not deployed or its state cannot be used. A state that cannot be read for a
 * temporary reason counts as deployed: the stack above meets the same reason and waits.
 *
 * @param chosen stacks that this run deploys itself, which are not missing
 */
export async function missingBelow(
  stack: StackSession,
  chosen: readonly StackSession[] = [],
): Promise<MissingStack | undefined> {
  const { stacks } = stack.run;
  const below = stacks[stacks.indexOf(stack) - 1];
  if (below === undefined || chosen.includes(below)) return undefined;
  const found = await stateOf(below);
  if (found.ok) return found.deployed ? undefined : { stack: below.name };
  const { errors, fix, code = "terraform-failed" } = found;
  return fix === undefined ? undefined : { stack: below.name, refusal: { errors, fix, code } };
}

/** Deployed stacks above a chosen one that are not chosen. A stack whose state cannot be read counts as deployed. */
export async function deployedAbove(
  { stacks }: RunContext,
  chosen: readonly StackSession[],
): Promise<StackSession[]> {
  const lowest = Math.min(...chosen.map((stack) => stacks.indexOf(stack)));
  const deployed: StackSession[] = [];
  for (const stack of stacks.slice(lowest + 1).filter((each) => !chosen.includes(each))) {
    const found = await stateOf(stack);
    if (!found.ok || found.deployed) deployed.push(stack);
  }
  return deployed;
}
