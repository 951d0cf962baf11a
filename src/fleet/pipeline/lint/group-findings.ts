/**
 * Findings and notes of jobs put together by their cause: the same rule, message and fix are one finding with every place
 * and job. A key in a template that forty jobs extend is one place with forty jobs.
 */
import type { Finding, JobFinding, JobNote, Note, Place } from "../lint-finding";
import type { SourcePositions } from "../include/read-files";

interface OfJob {
  readonly line: number;
  readonly job?: string;
}

export function groupedFindings(
  findings: readonly JobFinding[],
  positions: SourcePositions,
): readonly Finding[] {
  const groups = groupsOf(findings, (each) => [each.rule, each.level, each.subject, each.message, each.fix]);
  return groups.map((group) => {
    const { rule, level, subject, message, fix } = group[0];
    return { rule, level, subject, message, fix, places: placesOf(group, positions) };
  });
}

export function groupedNotes(notes: readonly JobNote[], positions: SourcePositions): readonly Note[] {
  const groups = groupsOf(notes, ({ message }) => [message]);
  return groups.map((group) => ({ message: group[0].message, places: placesOf(group, positions) }));
}

type Group<T> = readonly [T, ...T[]];

/** By line, in each group and among them. */
function groupsOf<T extends OfJob>(
  all: readonly T[],
  keyOf: (each: T) => readonly string[],
): readonly Group<T>[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const each of [...all].sort((a, b) => a.line - b.line)) {
    const key = JSON.stringify(keyOf(each));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return [...groups.values()];
}

function placesOf(group: Group<OfJob>, positions: SourcePositions): readonly [Place, ...Place[]] {
  const jobs = new Map<number, Set<string>>();
  for (const { line, job } of group) {
    const names = jobs.get(line) ?? new Set();
    jobs.set(line, job === undefined ? names : names.add(job));
  }
  const place = (line: number): Place => ({ ...positions.of(line), jobs: [...(jobs.get(line) ?? [])] });
  const [first, ...more] = group;
  const others = [...jobs.keys()].filter((line) => line !== first.line);
  return [place(first.line), ...(more.length === 0 ? [] : others.map(place))];
}
