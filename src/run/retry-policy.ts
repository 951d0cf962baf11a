/**
 * The loop that tries a stack again after a failure.
 *
 * 1. Try the stack. When it succeeds, or the user has interrupted the run, end.
 * 2. Look up every error of the attempt in the error catalogue. An error that is not in it ends the stack.
 * 3. A lock on the state that a killed run left behind is released; any other lock ends the stack.
 * 4. If the catalogue says retry, wait as long as it says. If the credentials have expired, wait for new ones. Each entry
 *    limits how often.
 * 5. If a resource exists that the state does not record, the next attempt reconciles first. `plan` never does, because
 *    it must not change anything.
 * 6. Run `terraform init` again with the next attempt, since the failed one may have left providers or state behind.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { callerIdentity } from "../clients/aws/aws-access";
import type { RunContext, StackSession } from "./context";
import type { TerraformCommand } from "./errors/entry";
import { stateLocked } from "./errors/entries/state";
import { decide, withinLimits, type ExplainedError } from "./errors/match";
import { releaseStaleLock } from "./locks/stale-lock";
import { interruptedByUser, type FailedStep, type StackFailure, type StepFailure } from "./outcome";

interface AttemptFailure extends StepFailure {
  readonly during: FailedStep;
}

/** How one attempt ended. */
export type Attempt<T> = { readonly ok: true; readonly value: T } | AttemptFailure;

/**
 * @param reconcile whether the first attempt must look for resources that no state records
 * @param attempt does the whole work of the stack once; gets whether it must reconcile first
 */
export async function withRetries<T>(
  stack: StackSession,
  reconcile: boolean,
  attempt: (reconcileFirst: boolean) => Promise<Attempt<T>>,
): Promise<{ readonly ok: true; readonly value: T } | StackFailure> {
  const policy = retryPolicy(stack);
  const fail = (failure: Omit<StackFailure, "ok" | "stack">): StackFailure => {
    const { code, errors } = failure;
    if (code === "not-approved") stack.emit({ kind: "stack-skipped", why: errors.join("; ") });
    else stack.emit({ kind: "stack-failed", errors });
    return { ok: false, stack: stack.name, ...failure };
  };
  const interrupted = (during: FailedStep) =>
    fail({
      during,
      code: "interrupted",
      errors: [interruptedByUser],
      fix: interruptedFix(stack.run),
    });
  let reconcileFirst = reconcile;
  for (let number = 1; ; number += 1) {
    if (isInterrupted(stack)) return interrupted("init");
    stack.emit({ kind: "stack-started", attempt: number });
    const result = await attempt(reconcileFirst);
    if (result.ok) return result;
    const { during, errors, fix, code } = result;
    const next = await policy.after(errors, during);
    if (next.again) {
      reconcileFirst ||= next.reconcile;
      stack.initialised = false;
      continue;
    }
    // Terraform prints errors while it stops, which the interruption causes.
    if (isInterrupted(stack)) return interrupted(during);
    const advice = { fix: next.locked === true ? next.fix : (fix ?? next.fix) };
    if (code !== undefined) return fail({ during, errors, code, ...advice });
    const { known } = next;
    return fail({
      during,
      errors,
      code: "terraform-failed",
      ...advice,
      ...(known !== undefined && { known }),
    });
  }
}

/** The next step after an interruption. */
export function interruptedFix({ command }: Pick<RunContext, "command">): string {
  return command === "plan"
    ? "nothing was changed; to see the plan: glrunner plan"
    : "to continue: glrunner resume";
}

/** What happens after a failed attempt. */
type NextStep =
  | { readonly again: true; readonly reconcile: boolean }
  | {
      readonly again: false;
      readonly fix: string;
      /** Id of the entry of the error catalogue. */
      readonly known?: string;
      /** The state is locked, and the fix says by whom. @default false */
      readonly locked?: boolean;
    };

interface RetryPolicy {
  readonly after: (errors: readonly string[], during: FailedStep) => Promise<NextStep>;
}

/** How long the run waits for a new login, and how often it checks. */
const credentialsPatience = { seconds: 3600, everySeconds: 5 } as const;

const unknownFix =
  "glrunner does not know this error, so it is not retried: fix its cause, then run glrunner resume";

/** Decides after each failed attempt of one stack. It counts attempts, so each stack of a run has its own policy. */
export function retryPolicy(stack: StackSession): RetryPolicy {
  const { run, name } = stack;
  const followed = new Map<string, number>();
  const released = new Set<string>();
  return {
    after: async (errors, during) => {
      const stopped: NextStep = { again: false, fix: interruptedFix(run) };
      if (isInterrupted(stack) || during === "review" || during === "health") return stopped;
      const decision = withinLimits(decide(errors, name, during), followed);
      const locked = decision.errors.find(({ entry }) => entry === stateLocked);
      if (locked !== undefined) {
        const unlocked = await releaseStaleLock(stack, locked.text, released);
        return unlocked.again
          ? { again: true, reconcile: false }
          : { ...unlocked, known: stateLocked.id, locked: true };
      }
      const { fix, known } = adviceOf(decision.errors, run);
      if (decision.kind === "stop" || (decision.kind === "adopt" && run.command === "plan"))
        return { again: false, fix, known };
      for (const { id } of decision.limits) followed.set(id, (followed.get(id) ?? 0) + 1);
      const why = causeOf(decision.errors);
      if (decision.kind === "wait-for-credentials") {
        stack.emit({ kind: "waiting", why, fix });
        if (!(await credentialsWork(run))) return { again: false, fix, known };
      }
      const attempt = Math.max(...decision.limits.map(({ id }) => followed.get(id) ?? 0));
      const { waitSeconds } = decision;
      stack.emit({ kind: "retrying", why, attempt, waitSeconds });
      await run.pause(waitSeconds);
      return isInterrupted(stack) ? stopped : { again: true, reconcile: decision.kind === "adopt" };
    },
  };
}

/** The fix of the catalogue for errors that are not retried. */
export function adviceFor(stack: StackSession, errors: readonly string[], during: TerraformCommand): Advice {
  return adviceOf(decide(errors, stack.name, during).errors, stack.run);
}

interface Advice {
  readonly fix: string;
  /** Id of the first entry that knows an error. */
  readonly known?: string;
}

/** A function, because the compiler assumes that a property keeps the value of an earlier check. */
const isInterrupted = ({ run }: StackSession) => run.signal.aborted;

function adviceOf(errors: readonly ExplainedError[], { config }: Pick<RunContext, "config">): Advice {
  const known = errors.find(({ entry }) => entry !== undefined)?.entry?.id;
  const adopted = config.versions.set === "tutorial";
  const fixes = errors.map(({ entry }) => (adopted ? entry?.fixAdopted : undefined) ?? entry?.fix);
  return { fix: distinct(fixes.map((fix) => fix ?? unknownFix)), ...(known !== undefined && { known }) };
}
const causeOf = (errors: readonly ExplainedError[]) =>
  distinct(errors.map(({ entry }) => entry?.cause ?? ""));
const distinct = (texts: readonly string[]) => [...new Set(texts)].join(" ");

async function credentialsWork({ config, env, pause, signal }: RunContext): Promise<boolean> {
  const until = performance.now() + credentialsPatience.seconds * 1000;
  while (!signal.aborted && performance.now() < until) {
    if ((await callerIdentity(config.region, env)) !== undefined) return true;
    await pause(credentialsPatience.everySeconds);
  }
  return false;
}

/** @returns a wait that ends early, without an error, if the signal is aborted */
export function pauseFor(signal: AbortSignal): (seconds: number) => Promise<void> {
  return async (seconds) => {
    try {
      await sleep(seconds * 1000, undefined, { signal });
    } catch {
      // Interrupted: the caller checks the signal.
    }
  };
}
