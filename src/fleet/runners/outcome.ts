/** The outcome of a command for each runner, as text and for --json. It never contains a token. */
import { messageOf } from "../../clients/system/error-message";
import type { Runner } from "../../config";
import { clock, defaultPauseMilliseconds } from "../../clients/gitlab/request";
import { GitLabRunnerError, quoted, type RunnerErrorCode } from "../../clients/gitlab/gitlab-error";

export interface RunnerOutcome {
  readonly name: string;
  /** `runners[].token`: where its token is stored. */
  readonly place: string;
  readonly did:
    "made" | "changed" | "in line" | "rotated" | "paused" | "resumed" | "refused" | "failed" | "not begun";
  /** Id of the runner in GitLab. */
  readonly id?: number;
  /** When the new token expires. */
  readonly expires?: string;
  /** The `tokenRevision` to set in the configuration, so that the cluster gets the new token. */
  readonly tokenRevision?: number;
  /** Stable; only with a message. */
  readonly code?: RunnerErrorCode;
  readonly message?: string;
  readonly fix?: string;
}

/** The fields with which every row begins. */
export function rowOf({ name, token }: Pick<Runner, "name" | "token">) {
  return { name, place: token };
}

/** Why a command does not change a runner. */
export interface RefusedStep {
  readonly kind: "refused";
  readonly code: RunnerErrorCode;
  readonly message: string;
  readonly fix: string;
}

/** The outcome of a refused step. */
export function refusedOutcome(
  { code, message, fix }: RefusedStep,
  runner: Pick<Runner, "name" | "token">,
): RunnerOutcome {
  return { ...rowOf(runner), did: "refused", code, message, fix };
}

/** Code, message and next step of any thrown value. */
export function problemOf(error: unknown): Omit<RefusedStep, "kind"> {
  if (error instanceof GitLabRunnerError) {
    const { code, message, fix } = error;
    return { code, message, fix };
  }
  const message = quoted(messageOf(error), []);
  return {
    code: "unexpected",
    message,
    fix: "run `glrunner runners verify` to see the state of the runners, then try again",
  };
}

const attempts = 3;

/** Tries several times to store a new token, because an unstored token is lost. @throws the error of the last attempt */
export async function withRetries(action: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await action();
      return;
    } catch (error) {
      if (attempt === attempts) throw error;
      await clock.pause(defaultPauseMilliseconds * 2 ** (attempt - 1));
    }
  }
}

/** Runs the steps one after the other. After an interruption it finishes the current step and starts no other. */
export async function eachInTurn<T extends { readonly runner: Pick<Runner, "name" | "token"> }>(
  steps: readonly T[],
  signal: AbortSignal,
  action: (step: T) => Promise<RunnerOutcome>,
): Promise<readonly RunnerOutcome[]> {
  const outcomes: RunnerOutcome[] = [];
  for (const step of steps) {
    outcomes.push(
      signal.aborted
        ? {
            ...rowOf(step.runner),
            ...{ did: "not begun", code: "interrupted" },
            ...{ message: "interrupted before this runner", fix: "run the command again" },
          }
        : await action(step),
    );
  }
  return outcomes;
}

interface StepWithRunner {
  readonly runner: Runner;
  readonly found?: { readonly id: number };
}

/** Refuses runners whose stores have the token of the same runner in GitLab: a change of one would undo the other. */
export function rejectSharedTokens<T extends StepWithRunner>(
  steps: readonly T[],
): readonly (T | (RefusedStep & { readonly runner: Runner }))[] {
  return steps.map((step) => {
    const id = step.found?.id;
    const same = steps.filter(({ found }) => id !== undefined && found?.id === id);
    if (same.length < 2) return step;
    const stores = same.map(({ runner }) => runner.token).join(" and ");
    return {
      ...{ runner: step.runner, kind: "refused", code: "token-shared" },
      message: `${stores} hold the token of the same runner, ${id}`,
      fix: "delete the token from the wrong one, then run `glrunner runners create`",
    };
  });
}
