/** Stages stand on one another: none is deployed before the one below it, none is destroyed under the one above it. */
import { holdsResources, readState } from "../clients/terraform/state-document";
import type { RunContext, StackSession } from "./context";
import { initStack } from "./init-stack";
import type { StackFailure, StepFailure } from "./outcome";

type StackState =
  | {
      readonly ok: true;
      /** Whether anything of the stack is deployed. */
      readonly deployed: boolean;
      /** The state's text with all its secrets; empty when there is none. */
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

/** A stack that another one cannot stand on. */
interface Gap {
  readonly stack: string;
  /** Why its state must not be used; undefined when it is not deployed. */
  readonly refusal?: Pick<StackFailure, "errors" | "fix" | "code">;
}

/**
 * The stack right below this one, when it is known not to be deployed, or its state must not be used. A state that
 * cannot be read for a passing reason is no gap: the stack above meets the same reason, and waits for its end.
 * @param chosen what this run deploys itself, which is not missing
 */
export async function missingBelow(
  stack: StackSession,
  chosen: readonly StackSession[] = [],
): Promise<Gap | undefined> {
  const { stacks } = stack.run;
  const below = stacks[stacks.indexOf(stack) - 1];
  if (below === undefined || chosen.includes(below)) return undefined;
  const found = await stateOf(below);
  if (found.ok) return found.deployed ? undefined : { stack: below.name };
  const { errors, fix, code = "terraform-failed" } = found;
  return fix === undefined ? undefined : { stack: below.name, refusal: { errors, fix, code } };
}

/** Deployed stacks above a chosen one that are not chosen. One whose state cannot be read counts as deployed. */
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
