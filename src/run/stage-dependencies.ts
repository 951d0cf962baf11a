/** Stages stand on one another: none is deployed before the one below it, none destroyed under the one above it. */
import type { RunContext, RunStack } from "./context";
import { terraformOf } from "./context";
import { initStack } from "./stack-runner";
import { markOf, terraformPull } from "../clients/terraform/terraform";

type Holds =
  | {
      readonly ok: true;
      /** Addresses; empty when it was never deployed. */
      readonly resources: readonly string[];
      /** As it is, with all that is secret in it; empty when there is none. */
      readonly state: string;
    }
  | { readonly ok: false; readonly errors: readonly string[]; readonly fix?: string };

/** What a stack's state holds. */
export async function whatIsIn(context: RunContext, stack: RunStack): Promise<Holds> {
  const ready = await initStack(context, stack);
  if (!ready.ok) return ready;
  const state = await terraformPull(terraformOf(context, stack));
  return { ok: true, resources: markOf(state)?.resources ?? [], state };
}

/** The stack below the lowest chosen one that is neither chosen nor deployed. */
export async function missingBelow(
  context: RunContext,
  chosen: readonly RunStack[],
): Promise<RunStack | undefined> {
  for (const stack of chosen) {
    const below = context.stacks[context.stacks.indexOf(stack) - 1];
    if (below === undefined || chosen.includes(below)) continue;
    const holds = await whatIsIn(context, below);
    if (holds.ok && holds.resources.length === 0) return below;
  }
  return undefined;
}

/** Stacks that stand on a chosen one, are not chosen, and are still there. */
export async function leftAbove(context: RunContext, chosen: readonly RunStack[]): Promise<RunStack[]> {
  const lowest = Math.min(...chosen.map((stack) => context.stacks.indexOf(stack)));
  const above = context.stacks.slice(lowest + 1).filter((stack) => !chosen.includes(stack));
  const left: RunStack[] = [];
  for (const stack of above) {
    const holds = await whatIsIn(context, stack);
    if (!holds.ok || holds.resources.length > 0) left.push(stack);
  }
  return left;
}
