/**
 * `runners rotate`: gives a runner a new token.
 *
 * 1. Write the token store, to check that it can be written: GitLab revokes the old token as soon as it creates a new one.
 * 2. Request the new token from GitLab.
 * 3. Store it, with retries. If that fails, ask the user to fix the store, and try again. A token that is not stored is lost,
 *    and the user must rotate again.
 */
import type { Runner } from "../../config";
import {
  problemOf,
  refusedOutcome,
  rowOf,
  withRetries,
  type RunnerOutcome,
  type RefusedStep,
} from "./outcome";
import { findRunner, type RunnerSearch } from "./inspect-runner";
import { placeholder, probeWrite, writeToken, type StoredToken } from "./token-store";
import { resetToken, setPaused, type GitLabRunner } from "../../clients/gitlab/runners";
import { GitLabRunnerError } from "../../clients/gitlab/gitlab-error";

export type FoundStep = { readonly runner: Runner } & (
  { readonly kind: "found"; readonly found: GitLabRunner; readonly stored: StoredToken } | RefusedStep
);

/** Finds each runner in GitLab, or says why the command refuses it. Changes nothing. */
export async function findRunners(
  search: RunnerSearch,
  runners: readonly Runner[],
): Promise<readonly FoundStep[]> {
  const steps: FoundStep[] = [];
  for (const runner of runners) {
    try {
      steps.push({ runner, kind: "found", ...(await findRunner(runner, search)) });
    } catch (error) {
      steps.push({ runner, kind: "refused", ...problemOf(error) });
    }
  }
  return steps;
}

/** Asks the user whether to try again to store the new token, which is stored nowhere yet. */
type OnStoreFailed = (message: string) => Promise<boolean>;

/** Rotates the token of one runner. Never throws: the outcome has the error. */
export async function rotateToken(
  search: RunnerSearch,
  step: FoundStep,
  onStoreFailed: OnStoreFailed,
): Promise<RunnerOutcome> {
  return outcomeOf(step, async ({ found, stored, runner }) => {
    const { gitlab, stores } = search;
    await probeWrite(runner, stored, stores);
    const left =
      stored.token === undefined
        ? `; ${runner.token} now holds the text ${placeholder}, which is no token`
        : "";
    const { token, expires } = await resetToken(gitlab, found.id).catch((error: unknown) => {
      const { code, message, fix } = problemOf(error);
      if (!(error instanceof GitLabRunnerError) || !error.maybeDone) {
        throw new GitLabRunnerError(code, `${message}${left}`, fix);
      }
      throw new GitLabRunnerError(
        code,
        `${message}; the old token may have ended${left}`,
        rotateCommand(runner),
      );
    });
    for (;;) {
      try {
        await withRetries(() => writeToken(runner, token, { exists: true }, stores));
        break;
      } catch (error) {
        const { message, fix } = problemOf(error);
        if (await onStoreFailed(message)) {
          stores.renew();
          continue;
        }
        throw new GitLabRunnerError(
          "token-lost",
          `${message}; the old token of runner ${found.id} has ended, and the new one is lost${left}`,
          `${fix}; then ${rotateCommand(runner)}`,
        );
      }
    }
    return {
      did: "rotated",
      ...(expires !== undefined && { expires }),
      tokenRevision: runner.tokenRevision + 1,
    };
  });
}

const rotateCommand = ({ name }: Runner) => `run \`glrunner runners rotate ${name}\``;

/** Pauses or resumes one runner. Never throws: the outcome has the error. */
export async function setRunnerPaused(
  search: RunnerSearch,
  step: FoundStep,
  paused: boolean,
): Promise<RunnerOutcome> {
  return outcomeOf(step, async ({ found }) => {
    await setPaused(search.gitlab, found.id, paused);
    return { did: paused ? "paused" : "resumed" };
  });
}

async function outcomeOf(
  step: FoundStep,
  action: (
    found: Extract<FoundStep, { kind: "found" }>,
  ) => Promise<Omit<RunnerOutcome, "name" | "place" | "id">>,
): Promise<RunnerOutcome> {
  if (step.kind === "refused") return refusedOutcome(step, step.runner);
  const [row, { id }] = [rowOf(step.runner), step.found];
  try {
    return { ...row, id, ...(await action(step)) };
  } catch (error) {
    return { ...row, id, did: "failed", ...problemOf(error) };
  }
}
