/**
 * `runners create`: plans a step for each runner, then applies it. It never creates a second runner with the same name, and
 * deletes a new runner whose token it cannot store. A step that is refused or fails does not stop the others.
 */
import type { Config, Runner } from "../../config";
import { runnersByDescription, notARunnerToken, inspectRunner, type Inspection } from "./inspect-runner";
import { writeToken, type StoredToken, type TokenStores } from "./token-store";
import {
  problemOf,
  refusedOutcome,
  rejectSharedTokens,
  rowOf,
  withRetries,
  type RunnerOutcome,
  type RefusedStep,
} from "./outcome";
import type { GitLabConnection } from "../../clients/gitlab/request";
import {
  createRunner,
  deleteRunner,
  updateRunner,
  type GitLabRunner,
  type RunnerTarget,
} from "../../clients/gitlab/runners";
import { GitLabRunnerError } from "../../clients/gitlab/gitlab-error";
import {
  descriptionOf,
  differences,
  isOwnedBy,
  ownerMark,
  noteOf,
  desiredSettings,
  type SettingDifference,
  type Owner,
} from "./desired-settings";

export type CreateStep = { readonly runner: Runner } & (
  | { readonly kind: "make"; readonly stored: StoredToken }
  | {
      readonly kind: "change";
      readonly found: GitLabRunner;
      readonly differences: readonly SettingDifference[];
    }
  | { readonly kind: "in line"; readonly found: GitLabRunner }
  | RefusedStep
);

interface CreateContext {
  readonly gitlab: GitLabConnection;
  readonly config: Config;
  readonly stores: TokenStores;
  readonly owner: Owner;
  readonly target: RunnerTarget;
}

/** Reads the token stores and GitLab, and decides what to do for each runner. Changes nothing. */
export async function planCreate(
  context: CreateContext,
  runners: readonly Runner[],
): Promise<readonly CreateStep[]> {
  const { gitlab, config, stores, owner, target } = context;
  const named = runnersByDescription(gitlab, target);
  const steps: CreateStep[] = [];
  for (const runner of runners) {
    try {
      const inspection = await inspectRunner(gitlab, runner, stores);
      const others = inspection.holder === undefined ? await named(descriptionOf(config, runner)) : [];
      steps.push(planRunner(runner, inspection, others, owner));
    } catch (error) {
      steps.push({ runner, kind: "refused", ...problemOf(error) });
    }
  }
  return rejectSharedTokens(steps);
}

/** @param others runners in GitLab with the description of this runner */
function planRunner(
  runner: Runner,
  { stored, isToken, holder }: Inspection,
  others: readonly GitLabRunner[],
  owner: Owner,
): CreateStep {
  if (holder !== undefined) {
    const found = differences(runner, holder);
    if (found.length === 0) return { runner, kind: "in line", found: holder };
    return isOwnedBy(holder, owner)
      ? { runner, kind: "change", found: holder, differences: found }
      : { runner, kind: "refused", ...notOwned(runner, holder, owner) };
  }
  if (stored.token !== undefined && !isToken)
    return { runner, kind: "refused", ...problemOf(notARunnerToken(runner)) };
  const [other] = others;
  if (other === undefined) return { runner, kind: "make", stored };
  const owned = others.find((other) => isOwnedBy(other, owner));
  const holds = stored.token === undefined ? "holds no token" : "holds a token that GitLab no longer accepts";
  return owned === undefined
    ? {
        ...{ runner, kind: "refused", code: "runner-exists" },
        message: `runner ${other.id}, ${other.description}, already exists in GitLab, and its maintenance note does not name this AWS account`,
        fix: "change the name of the cluster or of the runner, or delete that runner in GitLab",
      }
    : {
        ...{ runner, kind: "refused", code: "runner-exists" },
        message: `runner ${owned.id}, ${owned.description}, already exists in GitLab, and ${runner.token} ${holds}`,
        fix: `give it a new token: \`glrunner runners rotate ${runner.name}\``,
      };
}

/** The store has the token of a runner that another owner manages. */
function notOwned({ token }: Runner, { id, description }: GitLabRunner, owner: Owner) {
  return {
    code: "runner-not-owned" as const,
    message: `${token} holds the token of runner ${id}, ${description}, and its maintenance note does not name this cluster and AWS account`,
    fix: `change its settings in GitLab; or let glrunner manage it: begin its maintenance note with "${ownerMark(owner)}"`,
  };
}

/** Applies one planned step. Never throws: the outcome has the error. */
export async function applyCreateStep(context: CreateContext, step: CreateStep): Promise<RunnerOutcome> {
  const { runner } = step;
  const row = rowOf(runner);
  try {
    switch (step.kind) {
      case "refused":
        return refusedOutcome(step, runner);
      case "in line":
        return { ...row, did: "in line", id: step.found.id };
      case "change":
        await updateRunner(context.gitlab, step.found.id, desiredSettings(runner, step.found.type));
        return { ...row, did: "changed", id: step.found.id };
      case "make":
        return { ...row, ...(await makeRunner(context, runner, step.stored)) };
    }
  } catch (error) {
    return { ...row, did: "failed", ...problemOf(error) };
  }
}

async function makeRunner(
  { gitlab, config, stores, owner, target }: CreateContext,
  runner: Runner,
  stored: StoredToken,
) {
  const made = await createRunner(gitlab, {
    target,
    description: descriptionOf(config, runner),
    note: noteOf(owner, runner.token),
    settings: desiredSettings(runner, target.type),
  }).catch((error: unknown) => {
    if (!(error instanceof GitLabRunnerError) || !error.maybeDone) throw error;
    throw new GitLabRunnerError(
      "runner-maybe-created",
      `${error.message}; GitLab may have created it`,
      "run `glrunner runners create` again: it finds the runner",
    );
  });
  try {
    await withRetries(() => writeToken(runner, made.token, stored, stores));
  } catch (error) {
    throw await deleteUnusable(gitlab, made.id, problemOf(error));
  }
  const replaced = stored.token !== undefined;
  return {
    ...({ did: "made", id: made.id } as const),
    ...(made.expires !== undefined && { expires: made.expires }),
    // The cluster may still have the old token.
    ...(replaced && { tokenRevision: runner.tokenRevision + 1 }),
  };
}

/** Deletes a new runner whose token could not be stored, and returns the error to report. */
async function deleteUnusable(
  gitlab: GitLabConnection,
  id: number,
  { code, message, fix }: Omit<RefusedStep, "kind">,
): Promise<GitLabRunnerError> {
  try {
    await deleteRunner(gitlab, id);
    return new GitLabRunnerError(code, `${message}; the new runner ${id} was deleted again`, fix);
  } catch {
    return new GitLabRunnerError(
      "runner-not-deleted",
      `${message}; the token of the new runner ${id} is lost, and the runner could not be deleted`,
      `delete runner ${id} in GitLab; then ${fix}`,
    );
  }
}
