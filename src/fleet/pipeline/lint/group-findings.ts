/**
 * Groups the findings and notes of jobs by their cause. Findings with the same rule, message and fix become one finding with
 * every location and job: a key in a template that forty jobs extend is one location with forty jobs.
 */
import type { LintFinding, JobFinding, JobNote, LintNote, FindingLocation } from "../lint-finding";
import type { SourcePositions } from "../include/source-positions";

interface JobLine {
  readonly line: number;
  readonly job?: string;
}

export function groupedFindings(
  findings: readonly JobFinding[],
  positions: SourcePositions,
): readonly LintFinding[] {
  const groups = groupsOf(findings, ({ rule, level, subject, message, fix }) => [
    ...[rule, level, subject, message, fix],
  ]);
  return groups.map((group) => {
    const { rule, level, subject, message, fix } = group[0];
    return { rule, level, subject, message, fix, places: locationsOf(group, positions) };
  });
}

export function groupedNotes(notes: readonly JobNote[], positions: SourcePositions): readonly LintNote[] {
  const groups = groupsOf(notes, ({ message }) => [message]);
  return groups.map((group) => ({ message: group[0].message, places: locationsOf(group, positions) }));
}

type Group<T> = readonly [T, ...T[]];

/** Groups by key. The groups, and the members of each, are sorted by line. */
function groupsOf<T extends JobLine>(
  all: readonly T[],
  keyOf: (member: T) => readonly string[],
): readonly Group<T>[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const member of [...all].sort((a, b) => a.line - b.line)) {
    const key = JSON.stringify(keyOf(member));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [member]);
    else group.push(member);
  }
  return [...groups.values()];
}

function locationsOf(
  group: Group<JobLine>,
  positions: SourcePositions,
): readonly [FindingLocation, ...FindingLocation[]] {
  const jobs = new Map<number, Set<string>>();
  for (const { line, job } of group) {
    const names = jobs.get(line) ?? new Set();
    jobs.set(line, job === undefined ? names : names.add(job));
  }
  const location = (line: number): FindingLocation => ({
    ...positions.of(line),
    jobs: [...(jobs.get(line) ?? [])],
  });
  const [first, ...more] = group;
  const others = [...jobs.keys()].filter((line) => line !== first.line);
  return [location(first.line), ...(more.length === 0 ? [] : others.map(location))];
}
