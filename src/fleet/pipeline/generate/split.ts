/** So many jobs over the configured runners: runners with the same tags are one group, and get by what they hold at once. */
import { gitlabLimits } from "../../../facts/limits";
import type { FleetRunner } from "../fleet-runner";

export interface Group {
  readonly tags: readonly string[];
  /** Most jobs at once. */
  readonly concurrent: number;
  readonly pollTimeoutSeconds: number;
  /** How its jobs build images; undefined where not all of its runners do alike. */
  readonly build: FleetRunner["build"];
}

interface Share {
  readonly group: Group;
  /** Of each `parallel` job. */
  readonly parts: readonly number[];
}

/** The tags of each are enough to reach it and no other runner of the fleet, unless another has more. */
export function groupsOf(fleet: readonly FleetRunner[]): readonly Group[] {
  const keys = [...new Set(fleet.map(({ tags }) => JSON.stringify([...tags].sort())))];
  return keys.map((key) => {
    const members = fleet.filter(({ tags }) => JSON.stringify([...tags].sort()) === key);
    return {
      tags: members[0]?.tags ?? [],
      concurrent: members.reduce((sum, { concurrent }) => sum + concurrent, 0),
      pollTimeoutSeconds: Math.max(...members.map((member) => member.pollTimeoutSeconds)),
      build: members.every(({ build }) => build === members[0]?.build) ? members[0]?.build : undefined,
    };
  });
}

/** By largest remainder, so that the sum is exact; then in parts that GitLab and the group take. */
export function split(jobs: number, groups: readonly Group[]): readonly Share[] {
  const total = groups.reduce((sum, { concurrent }) => sum + concurrent, 0);
  const exact = groups.map(({ concurrent }) => (jobs * concurrent) / total);
  const counts = exact.map(Math.floor);
  const missing = jobs - counts.reduce((sum, count) => sum + count, 0);
  const byRemainder = exact
    .map((each, index) => ({ index, remainder: each - Math.floor(each) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
    .slice(0, missing);
  return groups.map((group, index) => {
    const extra = byRemainder.some((each) => each.index === index) ? 1 : 0;
    return { group, parts: partsOf((counts[index] ?? 0) + extra, group.concurrent) };
  });
}

function partsOf(count: number, concurrent: number): number[] {
  const most = Math.min(gitlabLimits.parallel, concurrent);
  const full = Array.from({ length: Math.floor(count / most) }, () => most);
  return count % most === 0 ? full : [...full, count % most];
}
