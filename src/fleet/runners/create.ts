/**
 * What `runners create` would do about each runner, and how it is done: never a second runner of one name, and never
 * one whose token nobody has. Whatever is refused or fails is told beside the others, and stops none of them.
 */
import type { Config, Runner } from "../../config";
import { apart } from "./reject-shared-tokens";
import { listing, noToken, observe, type Observation } from "./inspect-runner";
import { writeToken, type Kept, type Places } from "./token-store";
import { failed, rowOf, stubbornly, type Done, type RefusedStep } from "./outcome";
import type { GitLab } from "../../clients/gitlab/request";
import {
  createRunner,
  deleteRunner,
  updateRunner,
  type GitLabRunner,
  type Target,
} from "../../clients/gitlab/runners";
import { Trouble } from "../../clients/gitlab/gitlab-error";
import {
  descriptionOf,
  differences,
  isMarked,
  mark,
  noteOf,
  wantedSettings,
  type Difference,
  type Owner,
} from "./desired-settings";

export type CreateStep = { readonly runner: Runner } & (
  | { readonly kind: "make"; readonly kept: Kept }
  | { readonly kind: "change"; readonly found: GitLabRunner; readonly differences: readonly Difference[] }
  | { readonly kind: "in line"; readonly found: GitLabRunner }
  | RefusedStep
);

interface Creation {
  readonly gitlab: GitLab;
  readonly config: Config;
  readonly places: Places;
  readonly owner: Owner;
  readonly target: Target;
}

export async function planCreate(
  creation: Creation,
  runners: readonly Runner[],
): Promise<readonly CreateStep[]> {
  const { gitlab, config, places, owner, target } = creation;
  const named = listing(gitlab, target);
  const steps: CreateStep[] = [];
  for (const runner of runners) {
    try {
      const observed = await observe(gitlab, runner, places);
      const others = observed.holder === undefined ? await named(descriptionOf(config, runner)) : [];
      steps.push(decide(runner, observed, others, owner));
    } catch (error) {
      steps.push({ runner, kind: "refused", ...failed(error) });
    }
  }
  return apart(steps);
}

/** @param others runners in GitLab with this one's description */
function decide(
  runner: Runner,
  { kept, isToken, holder }: Observation,
  others: readonly GitLabRunner[],
  owner: Owner,
): CreateStep {
  if (holder !== undefined) {
    const found = differences(runner, holder);
    if (found.length === 0) return { runner, kind: "in line", found: holder };
    return isMarked(holder, owner)
      ? { runner, kind: "change", found: holder, differences: found }
      : { runner, kind: "refused", ...notOurs(runner, holder, owner) };
  }
  if (kept.token !== undefined && !isToken) return { runner, kind: "refused", ...failed(noToken(runner)) };
  const [other] = others;
  if (other === undefined) return { runner, kind: "make", kept };
  const ours = others.find((each) => isMarked(each, owner));
  const holds =
    kept.token === undefined ? "holds no token" : "holds a token that GitLab does not take any more";
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
function notOurs({ token }: Runner, { id, description }: GitLabRunner, owner: Owner) {
  return {
    message: `${token} holds the token of runner ${id}, ${description}, whose maintenance note does not name this cluster and AWS account`,
    fix: `change it in GitLab as the configuration says; or, to leave it to glrunner, begin its note with: ${mark(owner)}`,
  };
}

export async function doCreate(creation: Creation, step: CreateStep): Promise<Done> {
  const { runner } = step;
  const row = rowOf(runner);
  try {
    switch (step.kind) {
      case "refused":
        return { ...row, did: "refused", message: step.message, fix: step.fix };
      case "in line":
        return { ...row, did: "in line", id: step.found.id };
      case "change":
        await updateRunner(creation.gitlab, step.found.id, wantedSettings(runner, step.found.type));
        return { ...row, did: "changed", id: step.found.id };
      case "make":
        return { ...row, ...(await make(creation, runner, step.kept)) };
    }
  } catch (error) {
    return { ...row, did: "failed", ...failed(error) };
  }
}

async function make({ gitlab, config, places, owner, target }: Creation, runner: Runner, kept: Kept) {
  const made = await createRunner(gitlab, {
    target,
    description: descriptionOf(config, runner),
    note: noteOf(owner, runner.token),
    settings: wantedSettings(runner, target.type),
  }).catch((error: unknown) => {
    if (!(error instanceof Trouble) || !error.unsure) throw error;
    throw new Trouble(`${error.message}; it may have been made`, "the next `glrunner runners create` tells");
  });
  try {
    await stubbornly(gitlab, () => writeToken(runner, made.token, kept, places));
  } catch (error) {
    throw await takenBack(gitlab, made.id, failed(error));
  }
  const replaced = kept.token !== undefined;
  return {
    ...({ did: "made", id: made.id } as const),
    ...(made.expires !== undefined && { expires: made.expires }),
    // The cluster may have the old one.
    ...(replaced && { tokenRevision: runner.tokenRevision + 1 }),
  };
}

/** A runner whose token is nowhere is of no use. */
async function takenBack(
  gitlab: GitLab,
  id: number,
  { message, fix }: { readonly message: string; readonly fix: string },
): Promise<Trouble> {
  try {
    await deleteRunner(gitlab, id);
    return new Trouble(`${message}; runner ${id}, which was just made, is deleted again`, fix);
  } catch {
    return new Trouble(
      `${message}; runner ${id} was just made, its token is lost, and it could not be deleted`,
      `delete it in GitLab, and then: ${fix}`,
    );
  }
}
