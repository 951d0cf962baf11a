/**
 * Deploys or destroys one stack.
 *
 * 1. Init, then plan. After a Terraform was lost in this stack, reconcile first.
 * 2. Ask for approval, unless the plan changes nothing but what is left of an approved plan.
 * 3. Take a fingerprint of everything that was approved. Apply only while it is unchanged.
 * 4. After a deploy, check that the stack works as far as the next one needs it.
 *
 * The retry policy repeats all steps.
 */
import { rmSync } from "node:fs";
import { describeProcess } from "../clients/system/process";
import { parsePlan, type TerraformPlan } from "../clients/terraform/plan-json";
import { readState } from "../clients/terraform/state-document";
import { noChanges, type ChangeCounts } from "../clients/terraform/terraform";
import { beyondApproval, changesOf, countsOf, type Changes } from "./planning/approval";
import { secondsSince, type RunStack, type StackSession } from "./context";
import { isRecorded, reserveDiskSpace } from "./state-repair/errored-state";
import { stateFailure } from "./state-repair/unusable-state";
import { healthOf } from "./health";
import { initStack } from "./init-stack";
import { interruptedByUser, type RunCode, type StackOutcome, type StepFailure } from "./outcome";
import {
  changedParts,
  fingerprintOf,
  fingerprintParts,
  type Fingerprint,
  type FingerprintPart,
} from "./planning/plan-fingerprint";
import { forgetAdoption, foundUnrecorded, reconcile } from "./reconcile";
import { interruptedFix, withRetries, type Attempt } from "./retry-policy";

/** A plan to approve. */
export interface ApprovalRequest {
  readonly stack: RunStack;
  readonly destroys: boolean;
  readonly plan: TerraformPlan;
}
/** Decides whether exactly this plan may be applied. */
export type Approve = (request: ApprovalRequest) => Promise<boolean>;

interface StackWork {
  readonly destroys: boolean;
  readonly approve: Approve;
  /** A Terraform was lost in this stack, so resources may exist that no state records. */
  readonly unsettled: boolean;
}

/** Deploys or destroys the stack, with retries. */
export async function runStack(stack: StackSession, work: StackWork): Promise<StackOutcome> {
  const started = performance.now();
  let approved: Changes | undefined;
  const outcome = await withRetries(stack, work.unsettled, (reconcileFirst) =>
    attempt(stack, { ...work, unsettled: reconcileFirst }, approved, (changes) => {
      approved = changes;
    }),
  );
  if (!outcome.ok) return outcome;
  const seconds = secondsSince(started);
  stack.emit({ kind: "stack-done", ...outcome.value, seconds });
  return { ok: true, stack: stack.name, changes: outcome.value, seconds };
}

type StackAttempt = Attempt<ChangeCounts>;

/** @param onApproved receives the approved changes before they are applied */
async function attempt(
  stack: StackSession,
  work: StackWork,
  approved: Changes | undefined,
  onApproved: (changes: Changes) => void,
): Promise<StackAttempt> {
  const ready = await initStack(stack);
  if (!ready.ok) return { ...ready, during: "init" };
  try {
    const planned = await planStack(stack, work);
    if (!planned.ok) return { ...planned, during: "plan" };
    if (!planned.changes) return await checkHealth(stack, work, { ok: true, value: noChanges });
    const [text, fingerprint] = await Promise.all([
      planned.text ?? stack.terraform.show(stack.planFile),
      fingerprintNow(stack),
    ]);
    const plan = parsePlan(text);
    if (!work.destroys && !work.unsettled && (await foundUnrecorded(stack, plan))) {
      return await attempt(stack, { ...work, unsettled: true }, approved, onApproved);
    }
    const changes = changesOf(plan);
    stack.emit({ kind: "planned", ...countsOf(changes) });
    if (approved === undefined || beyondApproval(approved, changes).length > 0) {
      const request = { stack, destroys: work.destroys, plan };
      const isApproved = await stack.step("review", () => work.approve(request));
      if (stack.run.signal.aborted)
        return notApplied("interrupted", interruptedByUser, interruptedFix(stack.run));
      if (!isApproved)
        return notApplied("not-approved", "the plan was not approved", "to see it again: glrunner plan");
      onApproved(changes);
    }
    return await checkHealth(stack, work, await applyApproved(stack, work, fingerprint));
  } finally {
    rmSync(stack.planFile, { force: true });
    forgetAdoption(stack);
  }
}

function notApplied(code: RunCode, why: string, fix: string): StackAttempt {
  return { ok: false, during: "review", code, errors: [why], fix };
}

type Planned =
  | {
      readonly ok: true;
      readonly changes: boolean;
      /** The plan in Terraform's JSON, if it was read already. */
      readonly text?: string;
    }
  | StepFailure;

/** Plans the stack. After a Terraform was lost, adopts the resources that it created. */
async function planStack(stack: StackSession, { unsettled, destroys }: StackWork): Promise<Planned> {
  const reconciled = unsettled ? await reconcile(stack, destroys) : undefined;
  if (reconciled?.ok === false) return reconciled;
  if (reconciled?.planned !== undefined) return { ok: true, ...reconciled.planned };
  return stack.step("plan", () => stack.terraform.plan(stack.planFile, { destroys }));
}

async function fingerprintNow(stack: StackSession): Promise<Fingerprint> {
  const state = await stack.terraform.pull();
  return fingerprintOf({ config: stack.run.config, stack, plan: stack.planFile, state: readState(state) });
}

async function applyApproved(
  stack: StackSession,
  { destroys }: StackWork,
  approved: Fingerprint,
): Promise<StackAttempt> {
  const { terraform, name, run, logFile: log } = stack;
  const changed = changedParts(approved, await fingerprintNow(stack));
  if (changed.length > 0) return changedAfterApproval(changed);
  const during = destroys ? "destroy" : "apply";
  let releaseSpace: () => void;
  try {
    releaseSpace = reserveDiskSpace(stack);
  } catch (error) {
    return { during, ...stateFailure(error) };
  }
  const onStart = (pid: number) => {
    const process = describeProcess(pid);
    run.journal.write({ at: new Date().toISOString(), kind: "terraform-started", stack: name, process, log });
  };
  const applied = await stack.step(during, () => terraform.apply(stack.planFile, { log, onStart }));
  releaseSpace();
  if (applied.ok || (!applied.lost && isRecorded(stack, applied.errors)))
    run.journal.write({ at: new Date().toISOString(), kind: "terraform-ended", stack: name });
  return applied.ok ? { ok: true, value: applied.changes } : { ok: false, during, errors: applied.errors };
}

function changedAfterApproval(changed: readonly FingerprintPart[]): StackAttempt {
  return {
    ok: false,
    during: "review",
    code: "changed-after-approval",
    errors: changed.map((part) => `${fingerprintParts[part]} changed after the plan was approved`),
    fix: "nothing was applied; run the command again to review and approve a new plan",
  };
}

/** The next stage needs a deployed stage to work. After a destroy there is nothing to check. */
async function checkHealth(
  stack: StackSession,
  { destroys }: StackWork,
  done: StackAttempt,
): Promise<StackAttempt> {
  if (!done.ok || destroys) return done;
  const problems = await stack.step("health", () => healthOf(stack));
  if (problems.length === 0) return done;
  return {
    ok: false,
    during: "health",
    code: "stage-not-healthy",
    errors: problems.map(({ what }) => what),
    fix: problems[0]?.fix,
  };
}
