/** One stack's way through init, plan, review, approval, apply and health, as often as the error catalogue allows. */
import { rmSync } from "node:fs";
import { messageOf } from "../clients/system/error-message";
import { parsePlan, type TerraformPlan } from "../clients/terraform/plan-json";
import { beyondApproval, changesOf, type Changes } from "./approval";
import {
  accessOf,
  asStep,
  planFileOf,
  secondsSince,
  terraformOf,
  type RunContext,
  type RunStack,
} from "./context";
import { isEmulated } from "../clients/aws/emulation";
import { describeProcess } from "../clients/system/process";
import {
  brokenSeals,
  ingredients,
  sealOf,
  strangeModules,
  type Ingredient,
  type Seal,
} from "./plan-fingerprint";
import {
  terraformApply,
  terraformInit,
  terraformPlan,
  terraformShow,
  terraformState,
  type ChangeCounts,
} from "../clients/terraform/terraform";
import { startAttempts } from "./retry-policy";
import type { TerraformCommand } from "./errors/entry";
import { healthOf } from "./health";
import { isRecorded, keepRoom, mendStateFile, putBackState, terraformLog } from "./errored-state";
import { forgetAdoption, settle } from "./reconcile";

export interface ApprovalRequest {
  readonly stack: RunStack;
  readonly destroys: boolean;
  readonly plan: TerraformPlan;
}
/** Whether exactly that plan may be applied. */
export type Approve = (request: ApprovalRequest) => Promise<boolean>;

export interface Failure {
  readonly ok: false;
  readonly stack: string;
  readonly during: TerraformCommand | "review" | "health";
  readonly errors: readonly string[];
  readonly fix: string;
}

export type StackOutcome =
  | { readonly ok: true; readonly stack: string; readonly changes: ChangeCounts; readonly seconds: number }
  | Failure;

interface StackRun {
  readonly destroys: boolean;
  readonly approve: Approve;
  /** Whether things may exist that no state knows: a Terraform was lost in this stack. */
  readonly unsettled: boolean;
}

const none: ChangeCounts = { add: 0, change: 0, remove: 0 };

export async function runStack(context: RunContext, stack: RunStack, run: StackRun): Promise<StackOutcome> {
  const { tell } = context;
  const started = performance.now();
  const attempts = startAttempts(context, stack);
  let approved: Changes | undefined;
  let { unsettled } = run;
  for (let attempt = 1; ; attempt += 1) {
    tell({ kind: "stack-started", stack: stack.name, attempt });
    const result = await once(context, stack, { ...run, unsettled }, approved);
    approved = result.approved ?? approved;
    if (result.ok) {
      const seconds = secondsSince(started);
      tell({ kind: "stack-done", stack: stack.name, ...result.changes, seconds });
      return { ok: true, stack: stack.name, changes: result.changes, seconds };
    }
    const next = await attempts.after(result.errors, result.during);
    if (next.again) {
      unsettled ||= next.adopt;
      context.initialised.delete(stack.name);
      continue;
    }
    tell({ kind: "stack-failed", stack: stack.name, errors: result.errors });
    const fix = next.locked === true ? next.fix : (result.fix ?? next.fix);
    return { ok: false, stack: stack.name, during: result.during, errors: result.errors, fix };
  }
}

type Once = { readonly approved?: Changes } & (
  | { readonly ok: true; readonly changes: ChangeCounts }
  | {
      readonly ok: false;
      readonly during: Failure["during"];
      readonly errors: readonly string[];
      readonly fix?: string;
    }
);

async function once(
  context: RunContext,
  stack: RunStack,
  run: StackRun,
  approved: Changes | undefined,
): Promise<Once> {
  const ready = await initStack(context, stack);
  if (!ready.ok) return { ...ready, during: "init" };
  try {
    const planned = await planFor(context, stack, run);
    if (!planned.ok) return { ...planned, during: "plan" };
    if (!planned.changes) return await inHealth(context, stack, run, { ok: true, changes: none });
    const [text, seal] = await Promise.all([
      planned.text ?? planText(context, stack),
      sealNow(context, stack),
    ]);
    const plan = parsePlan(text);
    const changes = changesOf(plan);
    const asked = approved === undefined || beyondApproval(approved, changes).length > 0;
    const request = { stack, destroys: run.destroys, plan };
    const yes = !asked || (await asStep(context, stack, "review", () => run.approve(request)));
    if (context.signal.aborted) return notApplied("interrupted", "glrunner resume goes on");
    if (!yes) return notApplied("the plan was not approved", "run the command again when it is to be");
    const applied = {
      ...(await applySealed(context, stack, run, seal)),
      approved: asked ? changes : approved,
    };
    return await inHealth(context, stack, run, applied);
  } finally {
    rmSync(planFileOf(context, stack), { force: true });
    forgetAdoption(stack);
  }
}

function notApplied(why: string, wayOn: string): Once {
  return { ok: false, during: "review", errors: [why], fix: `nothing of this stage was changed; ${wayOn}` };
}

/** A plan of the stack; where a Terraform was lost, one that adopts what it made. */
async function planFor(context: RunContext, stack: RunStack, run: StackRun): Promise<Planned> {
  const settled = run.unsettled ? await settle(context, stack, run.destroys) : undefined;
  if (settled?.ok === false) return settled;
  if (settled?.planned === undefined) return planStack(context, stack, run.destroys);
  return { ok: true, ...settled.planned };
}

/** Fetches providers and modules, and looks whether the modules are the pinned ones. */
export async function initStack(
  context: RunContext,
  stack: RunStack,
): Promise<
  { readonly ok: true } | { readonly ok: false; readonly errors: readonly string[]; readonly fix?: string }
> {
  if (context.initialised.has(stack.name)) return { ok: true };
  try {
    mendStateFile(context, stack);
  } catch (error) {
    return { ok: false, errors: [messageOf(error)] };
  }
  const init = await asStep(context, stack, "init", () => terraformInit(terraformOf(context, stack)));
  if (!init.ok) return init;
  try {
    await putBackState(context, stack);
  } catch (error) {
    return { ok: false, errors: [messageOf(error)] };
  }
  // The emulator's modules are stand-ins, and nothing real can be reached with its credentials.
  const strange = isEmulated(context.env) ? [] : strangeModules(stack.folder);
  if (strange.length === 0) {
    context.initialised.add(stack.name);
    return { ok: true };
  }
  const fix = "a tag was moved, or git is led elsewhere: do not deploy it, and report it";
  return { ok: false, errors: strange, fix };
}

type Planned =
  | {
      readonly ok: true;
      readonly changes: boolean;
      /** Terraform's JSON, where it was read already. */
      readonly text?: string;
    }
  | { readonly ok: false; readonly errors: readonly string[]; readonly fix?: string };

export async function planStack(context: RunContext, stack: RunStack, destroys: boolean): Promise<Planned> {
  const terraform = terraformOf(context, stack);
  const file = planFileOf(context, stack);
  const more = destroys ? (["-destroy"] as const) : [];
  const planned = await asStep(context, stack, "plan", () => terraformPlan(terraform, file, ...more));
  return planned.ok ? { ok: true, changes: planned.changes } : planned;
}

/** Reading it takes seconds: Terraform asks every provider for its schema. */
export function planText(context: RunContext, stack: RunStack): Promise<string> {
  return terraformShow(terraformOf(context, stack), planFileOf(context, stack));
}

async function sealNow(context: RunContext, stack: RunStack): Promise<Seal> {
  const state = await terraformState(terraformOf(context, stack));
  return sealOf({ ...context, stack, plan: planFileOf(context, stack), state });
}

async function applySealed(
  context: RunContext,
  stack: RunStack,
  { destroys }: StackRun,
  seal: Seal,
): Promise<Once> {
  const terraform = terraformOf(context, stack);
  const broken = brokenSeals(seal, await sealNow(context, stack));
  if (broken.length > 0) return { ok: false, during: "review", ...sealBroken(broken) };
  const log = terraformLog(context, stack);
  const onStart = (pid: number) => {
    const at = new Date().toISOString();
    context.journal.write({
      at,
      kind: "terraform-started",
      stack: stack.name,
      process: describeProcess(pid),
      log,
    });
  };
  const step = destroys ? "destroy" : "apply";
  let giveBack: () => void;
  try {
    giveBack = keepRoom(stack);
  } catch (error) {
    return { ok: false, during: step, errors: [messageOf(error)] };
  }
  const applied = await asStep(context, stack, step, () =>
    terraformApply({ ...terraform, log, onStart }, planFileOf(context, stack)),
  );
  giveBack();
  if (applied.ok || (applied.lost !== true && isRecorded(context, stack, applied.errors))) {
    context.journal.write({ at: new Date().toISOString(), kind: "terraform-ended", stack: stack.name });
  }
  return applied.ok ? applied : { ok: false, during: step, errors: applied.errors };
}

function sealBroken(broken: readonly Ingredient[]): { errors: string[]; fix: string } {
  return {
    errors: broken.map((name) => `${ingredients[name]} changed after the plan was approved`),
    fix: "nothing was applied; run the command again to plan, review and approve what is there now",
  };
}

/** What was deployed has to work for the next stage; what was destroyed need not. */
async function inHealth(context: RunContext, stack: RunStack, run: StackRun, done: Once): Promise<Once> {
  if (!done.ok || run.destroys) return done;
  const access = accessOf(context);
  const problems = await asStep(context, stack, "health", () => healthOf(stack, context, access));
  if (problems.length === 0) return done;
  return {
    ...done,
    ok: false,
    during: "health",
    errors: problems.map(({ what }) => what),
    fix: problems[0]?.fix,
  };
}
