/**
 * Findings of jobs put together by their cause: the same rule, message and fix are one finding with every place and job.
 * A key in a template that forty jobs extend is one place with forty jobs.
 */
import type { Finding, JobFinding, Place } from "./finding";
import type { SourcePositions } from "./include";

export function grouped(findings: readonly JobFinding[], positions: SourcePositions): readonly Finding[] {
  const groups = new Map<string, JobFinding[]>();
  for (const each of findings) {
    const { rule, level, subject, message, fix } = each;
    const key = JSON.stringify([rule, level, subject, message, fix]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return [...groups.values()]
    .map((group) => [...group].sort((a, b) => a.line - b.line))
    .sort(([a], [b]) => (a?.line ?? 0) - (b?.line ?? 0))
    .flatMap((group): Finding[] => {
      const [first, ...more] = placesOf(group, positions);
      const [fault] = group;
      if (first === undefined || fault === undefined) return [];
      const { rule, level, subject, message, fix } = fault;
      return [{ rule, level, subject, message, fix, places: [first, ...more] }];
    });
}

function placesOf(group: readonly JobFinding[], positions: SourcePositions): readonly Place[] {
  const jobs = new Map<number, Set<string>>();
  for (const { line, job } of group) jobs.set(line, (jobs.get(line) ?? new Set()).add(job));
  return [...jobs].map(([line, names]) => ({ ...positions.of(line), jobs: [...names] }));
}
