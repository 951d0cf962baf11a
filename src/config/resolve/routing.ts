/**
 * Which runners GitLab may give a job to, by the job's tags. A runner's compute class is one of its tags, so that the author
 * of a job can choose where it runs.
 */
import type { ComputeClass, RunnerConfig } from "../schema/runners";

/** The settings of a runner by which GitLab selects it. */
export interface Tagged {
  readonly tags: readonly string[];
  readonly runUntagged: boolean;
}

/** The tag by which a job chooses a compute class. */
export const classTag = (compute: ComputeClass) => `eks-${compute}`;

/** Whether AWS may take a job's instance away while the job runs. */
export const mayBeInterrupted = (compute: ComputeClass) => compute === "spot" || compute === "spot-first";

/** Tags of a runner in GitLab. Default: the tag of its compute class. */
export function runnerTags(runner: Pick<RunnerConfig, "tags" | "compute">): readonly string[] {
  return runner.tags ?? [classTag(runner.compute)];
}

/**
 * The runners that may take a job with these tags. A runner must have every tag of the job. For a job without tags, it must
 * accept untagged jobs. Tags are case-sensitive.
 */
export function takersOf<T extends Tagged>(fleet: readonly T[], tags: readonly string[]): readonly T[] {
  return tags.length === 0
    ? fleet.filter(({ runUntagged }) => runUntagged)
    : fleet.filter((runner) => tags.every((tag) => runner.tags.includes(tag)));
}

/** The address of GitLab without a slash at its end, so that two spellings of one address are equal. */
export function gitlabAddress({ gitlabUrl }: Pick<RunnerConfig, "gitlabUrl">): string {
  return gitlabUrl.replace(/\/+$/, "");
}

/** Whether two runners belong to the same GitLab. */
export function sameGitlab(
  one: Pick<RunnerConfig, "gitlabUrl">,
  other: Pick<RunnerConfig, "gitlabUrl">,
): boolean {
  return gitlabAddress(one) === gitlabAddress(other);
}

/** Tags by which a job selects this runner, possibly with others, but no runner on Spot. Undefined if there are none. */
export function tagsBesideSpot<T extends Tagged & { readonly compute: ComputeClass }>(
  fleet: readonly T[],
  runner: T,
): readonly string[] | undefined {
  // With fewer tags than all of the runner's, more runners could take the job.
  return [runner.tags, []].find((tags) => {
    const takers = takersOf(fleet, tags);
    return takers.includes(runner) && !takers.some(({ compute }) => mayBeInterrupted(compute));
  });
}
