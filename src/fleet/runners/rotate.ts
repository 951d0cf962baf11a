/**
 * `runners rotate`: a new token for a runner. The old one ends at once, so that the place is written to before GitLab is
 * asked for a new one; a token that cannot be stored then is lost, and another rotation makes the next.
 */
import type { Runner } from "../../config";
import { problemOf, rowOf, withRetries, type RunnerOutcome, type RefusedStep } from "./outcome";
import { findRunner, type RunnerSearch } from "./inspect-runner";
import { placeholder, probeWrite, writeToken, type StoredToken } from "./token-store";
import { resetToken, setPaused, type GitLabRunner } from "../../clients/gitlab/runners";
import { GitLabRunnerError } from "../../clients/gitlab/gitlab-error";

export type FoundStep = { readonly runner: Runner } & (
  { readonly kind: "found"; readonly found: GitLabRunner; readonly stored: StoredToken } | RefusedStep
);

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

/** Whether to try once more to store a token that is in no other place; asked of a person. */
type OnLost = (message: string) => Promise<boolean>;

export async function rotateToken(
  search: RunnerSearch,
  step: FoundStep,
  onLost: OnLost,
): Promise<RunnerOutcome> {
  return outcomeOf(step, async ({ found, stored, runner }) => {
    const { gitlab, stores } = search;
    await probeWrite(runner, stored, stores);
    const left =
      stored.token === undefined ? `; ${runner.token} holds ${placeholder} by now, which is no token` : "";
    const { token, expires } = await resetToken(gitlab, found.id).catch((error: unknown) => {
      const { message, fix } = problemOf(error);
      if (!(error instanceof GitLabRunnerError) || !error.maybeDone)
        throw new GitLabRunnerError(`${message}${left}`, fix);
      throw new GitLabRunnerError(`${message}; the old token may have ended${left}`, rotateCommand(runner));
    });
    for (;;) {
      try {
        // By now there is something to write over.
        await withRetries(gitlab, () => writeToken(runner, token, { exists: true }, stores));
        break;
      } catch (error) {
        const { message, fix } = problemOf(error);
        if (await onLost(message)) {
          stores.renew();
          continue;
        }
        throw new GitLabRunnerError(
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

const rotateCommand = ({ name }: Runner) => `\`glrunner runners rotate ${name}\``;

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
  const row = rowOf(step.runner);
  if (step.kind === "refused") return { ...row, did: "refused", message: step.message, fix: step.fix };
  const { id } = step.found;
  try {
    return { ...row, id, ...(await action(step)) };
  } catch (error) {
    return { ...row, id, did: "failed", ...problemOf(error) };
  }
}
