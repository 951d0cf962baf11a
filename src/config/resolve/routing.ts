/**
 * Which runners GitLab may give a job to, by the job's tags: the one place that says so. A runner's compute class is one
 * of its tags, so that the author of a job chooses where it runs.
 */
import type { ComputeClass, RunnerConfig } from "../schema/runners";

/** What GitLab looks at. */
export interface Tagged {
  readonly tags: readonly string[];
  readonly runUntagged: boolean;
}

/** By which a job chooses the class. */
export const classTag = (compute: ComputeClass) => `eks-${compute}`;

/** Whether AWS may take a job's instance away while the job runs. */
export const mayBeInterrupted = (compute: ComputeClass) => compute === "spot" || compute === "spot-first";

/** Tags of a runner in GitLab: its compute class, unless it has others. */
export function runnerTags(runner: Pick<RunnerConfig, "tags" | "compute">): readonly string[] {
  return runner.tags ?? [classTag(runner.compute)];
}

/** A runner must have every tag of the job, and take untagged jobs for one without. Tags are case-sensitive. */
export function takersOf<T extends Tagged>(fleet: readonly T[], tags: readonly string[]): readonly T[] {
  return tags.length === 0
    ? fleet.filter(({ runUntagged }) => runUntagged)
    : fleet.filter((runner) => tags.every((tag) => runner.tags.includes(tag)));
}

/** One GitLab has one address, with or without the slash at its end. */
export function gitlabAddress({ gitlabUrl }: Pick<RunnerConfig, "gitlabUrl">): string {
  return gitlabUrl.replace(/\/+$/, "");
}

export function sameGitlab(
  one: Pick<RunnerConfig, "gitlabUrl">,
  other: Pick<RunnerConfig, "gitlabUrl">,
): boolean {
  return gitlabAddress(one) === gitlabAddress(other);
}

/** Tags by which a job chooses this runner, or others like it, and never Spot or `spot-first`; undefined where there are none. */
export function tagsBesideSpot<T extends Tagged & { readonly compute: ComputeClass }>(
  fleet: readonly T[],
  runner: T,
): readonly string[] | undefined {
  // Fewer tags than all of its own let only more runners take the job.
  return [runner.tags, []].find((tags) => {
    const takers = takersOf(fleet, tags);
    return takers.includes(runner) && !takers.some(({ compute }) => mayBeInterrupted(compute));
  });
}
