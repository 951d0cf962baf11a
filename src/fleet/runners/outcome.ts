/** What was done about a runner, for a person and for --json. It never holds a token. */
import { messageOf } from "../../clients/system/error-message";
import type { Runner } from "../../config";
import { clock, defaultPauseMilliseconds } from "../../clients/gitlab/request";
import { GitLabRunnerError, quoted, type RunnerErrorCode } from "../../clients/gitlab/gitlab-error";

export interface RunnerOutcome {
  readonly name: string;
  /** Where its token is. */
  readonly place: string;
  readonly did:
    "made" | "changed" | "in line" | "rotated" | "paused" | "resumed" | "refused" | "failed" | "not begun";
  /** Of the runner in GitLab. */
  readonly id?: number;
  /** When the new token expires. */
  readonly expires?: string;
  /** The `tokenRevision` to set in the configuration, so that the cluster gets the new token. */
  readonly tokenRevision?: number;
  /** With a message; stable. */
  readonly code?: RunnerErrorCode;
  readonly message?: string;
  readonly fix?: string;
}

/** What every row begins with. */
export function rowOf({ name, token }: Pick<Runner, "name" | "token">) {
  return { name, place: token };
}

/** Why a runner is left as it is. */
export interface RefusedStep {
  readonly kind: "refused";
  readonly code: RunnerErrorCode;
  readonly message: string;
  readonly fix: string;
}

/** Code, message and next step of an error, whatever was thrown. */
export function problemOf(error: unknown): Omit<RefusedStep, "kind"> {
  if (error instanceof GitLabRunnerError) {
    const { code, message, fix } = error;
    return { code, message, fix };
  }
  const message = quoted(messageOf(error), []);
  return {
    code: "unexpected",
    message,
    fix: "run `glrunner runners verify` to see what was done, then try again",
  };
}

const attempts = 3;

/** Tries to store a new token several times: until it is stored, nobody has it. */
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

/** Does one step after the other. After an interruption it finishes the current step and starts no other. */
export async function eachInTurn<T extends { readonly runner: Pick<Runner, "name" | "token"> }>(
  steps: readonly T[],
  signal: AbortSignal,
  action: (step: T) => Promise<RunnerOutcome>,
): Promise<readonly RunnerOutcome[]> {
  const done: RunnerOutcome[] = [];
  for (const step of steps) {
    done.push(
      signal.aborted
        ? {
            ...rowOf(step.runner),
            ...{ did: "not begun", code: "interrupted" },
            ...{ message: "interrupted before this runner", fix: "run the command again" },
          }
        : await action(step),
    );
  }
  return done;
}
