/** How often a stack may be tried again, and after what: the error catalogue says it, and this counts. */
import { setTimeout as sleep } from "node:timers/promises";
import { callerIdentity } from "../clients/aws/aws-access";
import type { RunContext, RunStack } from "./context";
import type { TerraformCommand } from "./errors/entry";
import { stateLocked } from "./errors/entries/state";
import { decide, withinLimits, type ExplainedError } from "./errors/match";
import { unlockStale } from "./locks/stale-lock";

type Next =
  | { readonly again: true; /** What exists is to be adopted first. */ readonly adopt: boolean }
  | {
      readonly again: false;
      readonly fix: string;
      /** What holds the run up is the state's lock, and the fix says whose. @default false */
      readonly locked?: boolean;
    };

interface Attempts {
  readonly after: (
    errors: readonly string[],
    during: TerraformCommand | "review" | "health",
  ) => Promise<Next>;
}

/** How long to wait for somebody to log in again, and how often to look. */
const credentialsPatience = { seconds: 3600, everySeconds: 5 } as const;

const unknownFix =
  "this error is not in the catalogue, so it is not tried again: read it, mend its cause, then run glrunner resume";
const stopped = "run glrunner resume to go on";

export function startAttempts(context: RunContext, runStack: RunStack): Attempts {
  const { name: stack } = runStack;
  const followed = new Map<string, number>();
  const released = new Set<string>();
  return {
    after: async (errors, during) => {
      if (isInterrupted(context) || during === "review" || during === "health") {
        return { again: false, fix: stopped };
      }
      const decision = withinLimits(decide(errors, stack, during), followed);
      const locked = decision.errors.find(({ entry }) => entry === stateLocked);
      if (locked !== undefined) {
        const unlocked = await unlockStale(context, runStack, locked.text, released);
        return unlocked.again ? { again: true, adopt: false } : { ...unlocked, locked: true };
      }
      const fix = fixOf(decision.errors);
      if (decision.kind === "stop") return { again: false, fix };
      for (const { id } of decision.limits) followed.set(id, (followed.get(id) ?? 0) + 1);
      const why = causeOf(decision.errors);
      if (decision.kind === "wait-for-credentials") {
        context.tell({ kind: "waiting", stack, why, fix });
        if (!(await credentialsWork(context))) return { again: false, fix };
      }
      const attempt = Math.max(...decision.limits.map(({ id }) => followed.get(id) ?? 0));
      const { waitSeconds } = decision;
      context.tell({ kind: "retrying", stack, why, attempt, waitSeconds });
      await context.pause(waitSeconds);
      return isInterrupted(context)
        ? { again: false, fix: stopped }
        : { again: true, adopt: decision.kind === "adopt" };
    },
  };
}

/** What to do about errors that nothing is tried again after. */
export function fixFor(stack: RunStack, errors: readonly string[], during: TerraformCommand): string {
  return fixOf(decide(errors, stack.name, during).errors);
}

const isInterrupted = ({ signal }: RunContext) => signal.aborted;

const fixOf = (errors: readonly ExplainedError[]) =>
  distinct(errors.map(({ entry }) => entry?.fix ?? unknownFix));
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

/** Ends early, without an error, when the run is interrupted. */
export function pauseFor(signal: AbortSignal): (seconds: number) => Promise<void> {
  return async (seconds) => {
    try {
      await sleep(seconds * 1000, undefined, { signal });
    } catch {
      // interrupted: whoever paused looks at the signal
    }
  };
}
