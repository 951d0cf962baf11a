/** What was done about a runner, for a person and for --json. No token has a place in it. */
import { setTimeout as wait } from "node:timers/promises";
import { messageOf } from "../../clients/system/error-message";
import type { Runner } from "../../config";
import { defaultPauseMilliseconds, type GitLabConnection } from "../../clients/gitlab/request";
import { quoted, GitLabRunnerError } from "../../clients/gitlab/gitlab-error";

export interface RunnerOutcome {
  readonly name: string;
  /** Where its token is. */
  readonly place: string;
  readonly did:
    "made" | "changed" | "in line" | "rotated" | "paused" | "resumed" | "refused" | "failed" | "not begun";
  /** In GitLab. */
  readonly id?: number;
  /** When GitLab ends the new token by itself. */
  readonly expires?: string;
  /** What the configuration must say, for the cluster to get the new token. */
  readonly tokenRevision?: number;
  readonly message?: string;
  readonly fix?: string;
}

/** What every row begins with. */
export function rowOf({ name, token }: Pick<Runner, "name" | "token">) {
  return { name, place: token };
}

/** Why nothing is done about a runner. */
export interface RefusedStep {
  readonly kind: "refused";
  readonly message: string;
  readonly fix: string;
}

export function problemOf(error: unknown): { readonly message: string; readonly fix: string } {
  if (error instanceof GitLabRunnerError) return { message: error.message, fix: error.fix };
  const message = quoted(messageOf(error), []);
  return { message, fix: "try again; what was done is told by `glrunner runners verify`" };
}

const attempts = 3;

/** A token that is in no place yet is worth several tries. */
export async function withRetries(
  { pauseMilliseconds = defaultPauseMilliseconds }: Pick<GitLabConnection, "pauseMilliseconds">,
  action: () => Promise<void>,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await action();
      return;
    } catch (error) {
      if (attempt === attempts) throw error;
      await wait(pauseMilliseconds * 2 ** (attempt - 1));
    }
  }
}

/** One after the other. After an interruption none is begun any more, and what was begun is finished. */
export async function eachInTurn<T extends { readonly runner: Pick<Runner, "name" | "token"> }>(
  steps: readonly T[],
  signal: AbortSignal,
  action: (step: T) => Promise<RunnerOutcome>,
): Promise<readonly RunnerOutcome[]> {
  const done: RunnerOutcome[] = [];
  for (const step of steps) {
    done.push(
      signal.aborted
        ? { ...rowOf(step.runner), did: "not begun", message: "interrupted", fix: "run the command again" }
        : await action(step),
    );
  }
  return done;
}
