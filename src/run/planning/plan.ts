/**
 * `plan`: plans what a deploy would change now. It changes nothing itself.
 *
 * 1. Initialise the stages one after the other, and leave out each stage whose lower stage is not deployed.
 * 2. Plan the others at the same time, as many as the machine has room for. Each reads the outputs of the lower stages
 *    from their states, which no plan changes, so the order makes no difference.
 * 3. A stage that fails does not end the others, whose plans are returned with the failure. An interruption ends all, and
 *    none begins after it.
 */
import { rmSync } from "node:fs";
import { messageOf } from "../../clients/system/error-message";
import { parsePlan, type TerraformPlan } from "../../clients/terraform/plan-json";
import { driftOf } from "../../review/drift";
import { changesOf, countsOf } from "./approval";
import type { RunStack, StackSession } from "../context";
import { initStack, type InitOutcome } from "../init-stack";
import { interruptedByUser, refused, type RunFailure, type StackFailure } from "../outcome";
import { plansAtOnce } from "./plan-budget";
import { planTurns, type PlanTurns } from "./plan-turns";
import { interruptedFix, withRetries, type Attempt } from "../retry-policy";
import { asRun, type RunOptions } from "../run-session";
import { missingBelow } from "../stage-dependencies";

interface PlanOptions extends RunOptions {
  /** How many stages to plan at the same time. @default what memory and cores allow */
  readonly atOnce?: number;
}

interface PlannedStack {
  readonly stack: string;
  readonly plan: TerraformPlan;
}

/** The plans that were made, also when another stage failed. */
interface PlanResults {
  /** In deploy order. */
  readonly planned: readonly PlannedStack[];
  /** Stages that read outputs of a stage that is not deployed yet. */
  readonly notYet: readonly NotYet[];
}

type PlanOutcome = PlanResults & ({ readonly ok: true } | RunFailure);

interface NotYet {
  readonly stack: string;
  readonly needs: string;
}

/** Plans stacks. @param chosen in deploy order */
export async function plan(options: PlanOptions, chosen: readonly RunStack[]): Promise<PlanOutcome> {
  let planned: readonly PlannedStack[] = [];
  let notYet: readonly NotYet[] = [];
  const outcome = await asRun(options, "plan", chosen, async (run, stacks) => {
    const readiness = await initAll(stacks);
    if (!readiness.ok) return readiness;
    notYet = readiness.notYet;
    const results = await planAll(readiness.ready, options.atOnce ?? (await plansAtOnce(options.config)));
    if (run.signal.aborted)
      return refused({ code: "interrupted", message: interruptedByUser, fix: interruptedFix(run) });
    planned = results.flatMap((each) => (each.ok ? [each] : []));
    const [failure, ...others] = results.flatMap((each) => (each.ok ? [] : [each]));
    return failure === undefined
      ? { ok: true, stacks: [], seconds: 0 }
      : { ok: false, stacks: [], failure, others };
  });
  return outcome.ok ? { ok: true, planned, notYet } : { ...outcome, planned, notYet };
}

/** A stage that can be planned, and the outcome of its first init. */
interface ReadyStack {
  readonly stack: StackSession;
  readonly init: InitOutcome;
}

type Readiness =
  | { readonly ok: true; readonly ready: readonly ReadyStack[]; readonly notYet: readonly NotYet[] }
  | RunFailure;

async function initAll(stacks: readonly StackSession[]): Promise<Readiness> {
  const ready: ReadyStack[] = [];
  const notYet: NotYet[] = [];
  for (const stack of stacks) {
    if (stack.run.signal.aborted) break;
    const below = await missingBelow(stack);
    if (below === undefined) {
      ready.push({ stack, init: await initStack(stack) });
      continue;
    }
    const { stack: needs, refusal } = below;
    // If the lower stage is part of this plan, it reports itself why its state cannot be used.
    if (refusal !== undefined && !stacks.some(({ name }) => name === needs))
      return { ok: false, stacks: [], failure: { stack: needs, ...refusal } };
    notYet.push({ stack: stack.name, needs });
    const why = refusal === undefined ? "is not deployed yet" : "has a state that cannot be used";
    stack.emit({ kind: "stack-skipped", why: `${needs} ${why}` });
  }
  return { ok: true, ready, notYet };
}

type PlanResult = (PlannedStack & { readonly ok: true }) | StackFailure;

/** @returns results in the order of the stacks, without stacks that did not begin before an interruption */
async function planAll(ready: readonly ReadyStack[], atOnce: number): Promise<readonly PlanResult[]> {
  const turns = planTurns();
  const results = new Map<ReadyStack, PlanResult>();
  const waiting = ready.values();
  const worker = async () => {
    for (const each of waiting) {
      if (each.stack.run.signal.aborted) return;
      results.set(
        each,
        await planStack(each, turns).catch((error: unknown) => unexpected(each.stack, error)),
      );
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return ready.flatMap((each) => results.get(each) ?? []);
}

async function planStack({ stack, init }: ReadyStack, turns: PlanTurns): Promise<PlanResult> {
  let first: InitOutcome | undefined = init;
  const result = await withRetries(stack, false, async () => {
    const known = first;
    first = undefined;
    return planOnce(stack, turns, known ?? (await turns.init(() => initStack(stack))));
  });
  return result.ok ? { ok: true, stack: stack.name, plan: result.value } : result;
}

async function planOnce(
  stack: StackSession,
  turns: PlanTurns,
  ready: InitOutcome,
): Promise<Attempt<TerraformPlan>> {
  if (!ready.ok) return { ...ready, during: "init" };
  return turns.plan(async () => {
    try {
      const made = await stack.step("plan", () => stack.terraform.plan(stack.planFile));
      if (!made.ok) return { ...made, during: "plan" };
      const plan = parsePlan(await stack.terraform.show(stack.planFile));
      stack.emit({ kind: "planned", ...countsOf(changesOf(plan)), drift: driftOf(plan).length });
      return { ok: true, value: plan };
    } finally {
      rmSync(stack.planFile, { force: true });
    }
  });
}

/** An unexpected error ends one stage, not the plans of the others. */
function unexpected(stack: StackSession, error: unknown): StackFailure {
  const errors = [messageOf(error)];
  stack.emit({ kind: "stack-failed", errors });
  const fix = "nothing was changed; try again: glrunner plan";
  return { ok: false, stack: stack.name, during: "plan", code: "unexpected", errors, fix };
}
