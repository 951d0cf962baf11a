/** `plan`: what a deploy would do now, stage by stage, and all of it at once from nothing. Nothing is changed. */
import { rmSync } from "node:fs";
import { parsePlan, type TerraformPlan } from "../clients/terraform/plan-json";
import { startAttempts } from "./retry-policy";
import { planFileOf, type RunContext, type RunStack } from "./context";
import { asRun, type RunOptions, type RunOutcome } from "./run-session";
import { initStack, planStack, planText, type Failure } from "./stack-runner";
import { whatIsIn } from "./stage-dependencies";

interface PlannedStack {
  readonly stack: string;
  readonly plan: TerraformPlan;
}

type PlanOutcome =
  | {
      readonly ok: true;
      readonly planned: readonly PlannedStack[];
      /** Stages that read what another has not made yet. */
      readonly notYet: readonly { readonly stack: string; readonly needs: string }[];
    }
  | Extract<RunOutcome, { ok: false }>;

/** @param chosen in deploy order */
export async function plan(options: RunOptions, chosen: readonly RunStack[]): Promise<PlanOutcome> {
  const planned: PlannedStack[] = [];
  const notYet: { stack: string; needs: string }[] = [];
  const outcome = await asRun(options, "plan", chosen, async (context) => {
    for (const stack of chosen) {
      const below = await emptyBelow(context, stack);
      if (below !== undefined) {
        notYet.push({ stack: stack.name, needs: below.name });
        context.tell({ kind: "stack-skipped", stack: stack.name, why: `${below.name} is not deployed yet` });
        continue;
      }
      const result = await planOne(context, stack);
      if ("errors" in result) return { ok: false, stacks: [], failure: result };
      planned.push(result);
    }
    return { ok: true, stacks: [], seconds: 0 };
  });
  return outcome.ok ? { ok: true, planned, notYet } : outcome;
}

async function emptyBelow({ stacks, ...rest }: RunContext, stack: RunStack): Promise<RunStack | undefined> {
  const below = stacks[stacks.indexOf(stack) - 1];
  if (below === undefined) return undefined;
  const holds = await whatIsIn({ stacks, ...rest }, below);
  return holds.ok && holds.resources.length === 0 ? below : undefined;
}

async function planOne(context: RunContext, stack: RunStack): Promise<PlannedStack | Failure> {
  const attempts = startAttempts(context, stack);
  for (let attempt = 1; ; attempt += 1) {
    context.tell({ kind: "stack-started", stack: stack.name, attempt });
    const result = await planOnce(context, stack);
    if ("plan" in result) return result;
    const next = await attempts.after(result.errors, result.during);
    if (next.again) continue;
    return { ok: false, stack: stack.name, ...result, fix: result.fix ?? next.fix };
  }
}

type Once =
  | PlannedStack
  | { readonly errors: readonly string[]; readonly during: "init" | "plan"; readonly fix?: string };

async function planOnce(context: RunContext, stack: RunStack): Promise<Once> {
  const ready = await initStack(context, stack);
  if (!ready.ok) return { errors: ready.errors, during: "init", fix: ready.fix };
  try {
    const made = await planStack(context, stack, false);
    if (!made.ok) return { errors: made.errors, during: "plan" };
    return { stack: stack.name, plan: parsePlan(await planText(context, stack)) };
  } finally {
    rmSync(planFileOf(context, stack), { force: true });
  }
}
