/** Distributes jobs over the runners. Runners with the same tags are one group, and each group gets a share by `concurrent`. */
import { gitlabLimits } from "../../../facts/limits";
import type { FleetRunner } from "../fleet-runner";

export interface Group {
  readonly tags: readonly string[];
  /** Jobs that its runners run at once. */
  readonly concurrent: number;
  readonly pollTimeoutSeconds: number;
  /** How its jobs build images; undefined unless all of its runners do it the same way. */
  readonly build: FleetRunner["build"];
}

interface Share {
  readonly group: Group;
  /** Number of jobs of each `parallel`. */
  readonly parts: readonly number[];
}

/** A job with the tags of a group runs only on its runners, and on runners that have more tags. */
export function groupsOf(fleet: readonly FleetRunner[]): readonly Group[] {
  const keys = [...new Set(fleet.map(({ tags }) => JSON.stringify([...tags].sort())))];
  return keys.map((key) => {
    const members = fleet.filter(({ tags }) => JSON.stringify([...tags].sort()) === key);
    return {
      tags: members[0]?.tags ?? [],
      concurrent: members.reduce((sum, { concurrent }) => sum + concurrent, 0),
      pollTimeoutSeconds: Math.max(...members.map((member) => member.manager.pollTimeoutSeconds)),
      build: members.every(({ build }) => build === members[0]?.build) ? members[0]?.build : undefined,
    };
  });
}

/** Shares are rounded by largest remainder, so that their sum is exact, and split at the limits of GitLab and of the group. */
export function split(jobs: number, groups: readonly Group[]): readonly Share[] {
  const total = groups.reduce((sum, { concurrent }) => sum + concurrent, 0);
  const exact = groups.map(({ concurrent }) => (jobs * concurrent) / total);
  const counts = exact.map(Math.floor);
  const missing = jobs - counts.reduce((sum, count) => sum + count, 0);
  const byRemainder = exact
    .map((share, index) => ({ index, remainder: share - Math.floor(share) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
    .slice(0, missing);
  return groups.map((group, index) => {
    const extra = byRemainder.some((share) => share.index === index) ? 1 : 0;
    return { group, parts: partsOf((counts[index] ?? 0) + extra, group.concurrent) };
  });
}

function partsOf(count: number, concurrent: number): number[] {
  const max = Math.min(gitlabLimits.parallel, concurrent);
  const full = Array.from({ length: Math.floor(count / max) }, () => max);
  return count % max === 0 ? full : [...full, count % max];
}
