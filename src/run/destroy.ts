/**
 * `destroy`: the stages backward. Those that were never deployed are skipped, what would be left hanging is looked for
 * before each, and what AWS leaves behind is swept when the cluster is gone.
 */
import { accessOf, asStep, secondsSince, type RunContext, type RunStack } from "./context";
import { fixFor } from "./retry-policy";
import { unsettledStacks } from "./journal/history";
import { destroyBlockers } from "./destroy-blockers";
import { asRun, refused, type RunOptions, type RunOutcome, type Skipped } from "./run-session";
import { runStack, type Approve, type StackOutcome } from "./stack-runner";
import { tracesOf, type Traces } from "../migrate/state-move/cluster-identity";
import { sweep, type SweepResult } from "./sweep";
import { leftAbove, whatIsIn } from "./stage-dependencies";

interface DestroyOptions extends RunOptions {
  readonly approve: Approve;
}

export type DestroyOutcome = RunOutcome & {
  /** What was looked for after the cluster had gone; undefined when it has not. */
  readonly sweep?: SweepResult;
};

/** @param chosen in deploy order */
export async function destroy(options: DestroyOptions, chosen: readonly RunStack[]): Promise<DestroyOutcome> {
  return asRun(options, "destroy", chosen, async (context, earlier) => {
    const above = await leftAbove(context, chosen);
    if (above.length > 0) {
      const names = above.map(({ name }) => name);
      const all = [...names, ...chosen.map(({ name }) => name)].join(" ");
      return refused(`${names.join(", ")} still stands on it`, `destroy it too: glrunner destroy ${all}`);
    }
    return destroyStacks(context, chosen, options.approve, unsettledStacks(earlier));
  });
}

/** @param unsettled names of stacks in which a Terraform was lost */
export async function destroyStacks(
  context: RunContext,
  chosen: readonly RunStack[],
  approve: Approve,
  unsettled: readonly string[],
): Promise<DestroyOutcome> {
  const started = performance.now();
  const done: (Extract<StackOutcome, { ok: true }> | Skipped)[] = [];
  let traces: Traces = {};
  for (const stack of [...chosen].reverse()) {
    const lost = unsettled.includes(stack.name);
    const holds = await whatIsIn(context, stack);
    if (!holds.ok) {
      const fix = holds.fix ?? fixFor(stack, holds.errors, "init");
      return { ok: false, stacks: done, failure: { stack: stack.name, errors: holds.errors, fix } };
    }
    if (holds.resources.length === 0 && !lost) {
      const why = "it was never deployed, or is destroyed already";
      context.tell({ kind: "stack-skipped", stack: stack.name, why });
      done.push({ ok: true, stack: stack.name, skipped: why });
      continue;
    }
    traces = { ...traces, ...tracesOf(holds.state) };
    const blocked = await blockedBy(context, stack, traces);
    if (blocked !== undefined) return { ok: false, stacks: done, failure: blocked };
    const outcome = await runStack(context, stack, { destroys: true, approve, unsettled: lost });
    if (!outcome.ok) return { ok: false, stacks: done, failure: outcome };
    done.push(outcome);
  }
  const [lowest] = context.stacks;
  if (lowest === undefined || !chosen.includes(lowest))
    return { ok: true, stacks: done, seconds: secondsSince(started) };
  const swept = await asStep(context, lowest, "sweep", () => sweepNow(context, traces));
  return { ok: true, stacks: done, seconds: secondsSince(started), sweep: swept };
}

function sweepNow(context: RunContext, traces: Traces): Promise<SweepResult> {
  const { name, region } = context.config;
  return sweep({ name, region, ...traces, access: accessOf(context) }, { dryRun: false });
}

/** The VPC goes only when nothing is left in it: what the cluster left there is swept before it is looked for. */
async function blockedBy(context: RunContext, stack: RunStack, traces: Traces) {
  if (stack.name === "vpc") await asStep(context, stack, "sweep", () => sweepNow(context, traces));
  const blockers = await destroyBlockers(stack.name, { ...context, ...traces });
  if (blockers.length === 0) return undefined;
  return {
    stack: stack.name,
    errors: blockers.map(({ what }) => what),
    fix: [...new Set(blockers.map(({ fix }) => fix))].join("; "),
  };
}
