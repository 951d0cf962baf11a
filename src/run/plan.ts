/** `plan`: what a deploy would do now, stage by stage. It changes nothing. */
import { rmSync } from "node:fs";
import { parsePlan, type TerraformPlan } from "../clients/terraform/plan-json";
import { driftOf } from "../review/drift";
import { changesOf, countsOf } from "./approval";
import type { RunStack, StackSession } from "./context";
import { initStack } from "./init-stack";
import type { RunFailure } from "./outcome";
import { withRetries, type Attempt } from "./retry-policy";
import { asRun, type RunOptions } from "./run-session";
import { missingBelow } from "./stage-dependencies";

interface PlannedStack {
  readonly stack: string;
  readonly plan: TerraformPlan;
}

type PlanOutcome =
  | {
      readonly ok: true;
      readonly planned: readonly PlannedStack[];
      /** Stages that read outputs of a stage that is not deployed yet. */
      readonly notYet: readonly { readonly stack: string; readonly needs: string }[];
    }
  | RunFailure;

/** @param chosen in deploy order */
export async function plan(options: RunOptions, chosen: readonly RunStack[]): Promise<PlanOutcome> {
  const planned: PlannedStack[] = [];
  const notYet: { stack: string; needs: string }[] = [];
  const outcome = await asRun(options, "plan", chosen, async (_, stacks) => {
    for (const stack of stacks) {
      const below = await missingBelow(stack);
      if (below?.refusal !== undefined)
        return { ok: false, stacks: [], failure: { stack: below.stack, ...below.refusal } };
      if (below !== undefined) {
        notYet.push({ stack: stack.name, needs: below.stack });
        stack.emit({ kind: "stack-skipped", why: `${below.stack} is not deployed yet` });
        continue;
      }
      const result = await withRetries(stack, false, () => planOnce(stack));
      if (!result.ok) return { ok: false, stacks: [], failure: result };
      planned.push({ stack: stack.name, plan: result.value });
    }
    return { ok: true, stacks: [], seconds: 0 };
  });
  return outcome.ok ? { ok: true, planned, notYet } : outcome;
}

async function planOnce(stack: StackSession): Promise<Attempt<TerraformPlan>> {
  const ready = await initStack(stack);
  if (!ready.ok) return { ...ready, during: "init" };
  try {
    const made = await stack.step("plan", () => stack.terraform.plan(stack.planFile));
    if (!made.ok) return { ...made, during: "plan" };
    const plan = parsePlan(await stack.terraform.show(stack.planFile));
    stack.emit({ kind: "planned", ...countsOf(changesOf(plan)), drift: driftOf(plan).length });
    return { ok: true, value: plan };
  } finally {
    rmSync(stack.planFile, { force: true });
  }
}
