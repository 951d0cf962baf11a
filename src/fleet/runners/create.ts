/**
 * What `runners create` would do about each runner, and how it is done: never a second runner of one name, and never
 * one whose token nobody has. Whatever is refused or fails is told beside the others, and stops none of them.
 */
import type { Config, Runner } from "../../config";
import { rejectSharedTokens } from "./reject-shared-tokens";
import { runnersByDescription, notARunnerToken, inspectRunner, type Inspection } from "./inspect-runner";
import { writeToken, type StoredToken, type TokenStores } from "./token-store";
import { problemOf, rowOf, withRetries, type RunnerOutcome, type RefusedStep } from "./outcome";
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

export async function planCreate(
  creation: CreateContext,
  runners: readonly Runner[],
): Promise<readonly CreateStep[]> {
  const { gitlab, config, stores, owner, target } = creation;
  const named = runnersByDescription(gitlab, target);
  const steps: CreateStep[] = [];
  for (const runner of runners) {
    try {
      const observed = await inspectRunner(gitlab, runner, stores);
      const others = observed.holder === undefined ? await named(descriptionOf(config, runner)) : [];
      steps.push(planRunner(runner, observed, others, owner));
    } catch (error) {
      steps.push({ runner, kind: "refused", ...problemOf(error) });
    }
  }
  return rejectSharedTokens(steps);
}

/** @param others runners in GitLab with this one's description */
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
  const ours = others.find((each) => isOwnedBy(each, owner));
  const holds =
    stored.token === undefined ? "holds no token" : "holds a token that GitLab does not take any more";
  return ours === undefined
    ? {
        ...{ runner, kind: "refused" },
        message: `GitLab has a runner ${other.description} already: ${other.id}, whose maintenance note does not name this AWS account`,
        fix: "give the cluster or the runner another name; where it is this one after all, delete it in GitLab",
      }
    : {
        ...{ runner, kind: "refused" },
        message: `GitLab has ${ours.description} already: ${ours.id}; and ${runner.token} ${holds}`,
        fix: `\`glrunner runners rotate ${runner.name}\` gives it a new token`,
      };
}

/** Whoever put the token there may have taken it from a runner of somebody else's. */
function notOwned({ token }: Runner, { id, description }: GitLabRunner, owner: Owner) {
  return {
    message: `${token} holds the token of runner ${id}, ${description}, whose maintenance note does not name this cluster and AWS account`,
    fix: `change it in GitLab as the configuration says; or, to leave it to glrunner, begin its note with: ${ownerMark(owner)}`,
  };
}

export async function applyCreateStep(creation: CreateContext, step: CreateStep): Promise<RunnerOutcome> {
  const { runner } = step;
  const row = rowOf(runner);
  try {
    switch (step.kind) {
      case "refused":
        return { ...row, did: "refused", message: step.message, fix: step.fix };
      case "in line":
        return { ...row, did: "in line", id: step.found.id };
      case "change":
        await updateRunner(creation.gitlab, step.found.id, desiredSettings(runner, step.found.type));
        return { ...row, did: "changed", id: step.found.id };
      case "make":
        return { ...row, ...(await makeRunner(creation, runner, step.stored)) };
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
      `${error.message}; it may have been made`,
      "the next `glrunner runners create` tells",
    );
  });
  try {
    await withRetries(gitlab, () => writeToken(runner, made.token, stored, stores));
  } catch (error) {
    throw await deleteUnusable(gitlab, made.id, problemOf(error));
  }
  const replaced = stored.token !== undefined;
  return {
    ...({ did: "made", id: made.id } as const),
    ...(made.expires !== undefined && { expires: made.expires }),
    // The cluster may have the old one.
    ...(replaced && { tokenRevision: runner.tokenRevision + 1 }),
  };
}

/** A runner whose token is nowhere is of no use. */
async function deleteUnusable(
  gitlab: GitLabConnection,
  id: number,
  { message, fix }: { readonly message: string; readonly fix: string },
): Promise<GitLabRunnerError> {
  try {
    await deleteRunner(gitlab, id);
    return new GitLabRunnerError(`${message}; runner ${id}, which was just made, is deleted again`, fix);
  } catch {
    return new GitLabRunnerError(
      `${message}; runner ${id} was just made, its token is lost, and it could not be deleted`,
      `delete it in GitLab, and then: ${fix}`,
    );
  }
}
