/**
 * `runners rotate`: a new token for a runner. The old one ends at once, so that the place is written to before GitLab is
 * asked for a new one; a token that cannot be stored then is lost, and another rotation makes the next.
 */
import type { Runner } from "../../config";
import { failed, rowOf, stubbornly, type Done, type RefusedStep } from "./outcome";
import { findRunner, type Search } from "./inspect-runner";
import { placeholder, tryToWrite, writeToken, type Kept } from "./token-store";
import { resetToken, setPaused, type GitLabRunner } from "../../clients/gitlab/runners";
import { Trouble } from "../../clients/gitlab/gitlab-error";

export type FoundStep = { readonly runner: Runner } & (
  { readonly kind: "found"; readonly found: GitLabRunner; readonly kept: Kept } | RefusedStep
);

export async function findAll(search: Search, runners: readonly Runner[]): Promise<readonly FoundStep[]> {
  const steps: FoundStep[] = [];
  for (const runner of runners) {
    try {
      steps.push({ runner, kind: "found", ...(await findRunner(runner, search)) });
    } catch (error) {
      steps.push({ runner, kind: "refused", ...failed(error) });
    }
  }
  return steps;
}

/** Whether to try once more to store a token that is in no other place; asked of a person. */
type OnLost = (message: string) => Promise<boolean>;

export async function doRotate(search: Search, step: FoundStep, onLost: OnLost): Promise<Done> {
  return done(step, async ({ found, kept, runner }) => {
    const { gitlab, places } = search;
    await tryToWrite(runner, kept, places);
    const left =
      kept.token === undefined ? `; ${runner.token} holds ${placeholder} by now, which is no token` : "";
    const { token, expires } = await resetToken(gitlab, found.id).catch((error: unknown) => {
      const { message, fix } = failed(error);
      if (!(error instanceof Trouble) || !error.unsure) throw new Trouble(`${message}${left}`, fix);
      throw new Trouble(`${message}; the old token may have ended${left}`, again(runner));
    });
    for (;;) {
      try {
        // By now there is something to write over.
        await stubbornly(gitlab, () => writeToken(runner, token, { exists: true }, places));
        break;
      } catch (error) {
        const { message, fix } = failed(error);
        if (await onLost(message)) {
          places.renew();
          continue;
        }
        throw new Trouble(
          `${message}; the old token of runner ${found.id} has ended, and the new one is lost${left}`,
          `${fix}; then ${again(runner)}`,
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

const again = ({ name }: Runner) => `\`glrunner runners rotate ${name}\``;

export async function doPause(search: Search, step: FoundStep, paused: boolean): Promise<Done> {
  return done(step, async ({ found }) => {
    await setPaused(search.gitlab, found.id, paused);
    return { did: paused ? "paused" : "resumed" };
  });
}

async function done(
  step: FoundStep,
  action: (found: Extract<FoundStep, { kind: "found" }>) => Promise<Omit<Done, "name" | "place" | "id">>,
): Promise<Done> {
  const row = rowOf(step.runner);
  if (step.kind === "refused") return { ...row, did: "refused", message: step.message, fix: step.fix };
  const { id } = step.found;
  try {
    return { ...row, id, ...(await action(step)) };
  } catch (error) {
    return { ...row, id, did: "failed", ...failed(error) };
  }
}
