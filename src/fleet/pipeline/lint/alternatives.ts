/**
 * Compares the findings of the pipelines that GitLab may make of the same files. Which one it makes depends on `rules` of an
 * `include` that only GitLab can evaluate.
 */
import type { JobFinding } from "../lint-finding";

/** One pipeline that GitLab may make. */
interface Alternative {
  /** Jobs that this pipeline has. */
  readonly jobs: ReadonlySet<string>;
  readonly findings: readonly JobFinding[];
}

const keyOf = ({ rule, job, subject }: JobFinding) => JSON.stringify([rule, job, subject]);

/**
 * The findings of all alternatives, each once. A finding is an error only if it is an error in every alternative that has
 * the job; otherwise it is a warning.
 */
export function mergeAlternatives(first: Alternative, others: readonly Alternative[]): readonly JobFinding[] {
  const errors = [first, ...others].map(({ jobs, findings }) => ({
    jobs,
    keys: new Set(findings.filter(({ level }) => level === "error").map(keyOf)),
  }));
  const isCertain = (finding: JobFinding) =>
    errors.every(({ jobs, keys }) => !jobs.has(finding.job) || keys.has(keyOf(finding)));
  return [...first.findings, ...newFindings(first, others)].map((finding) =>
    finding.level === "error" && !isCertain(finding) ? { ...finding, level: "warning" } : finding,
  );
}

/** The findings of the other alternatives that the first one does not have, each once. */
export function newFindings(first: Alternative, others: readonly Alternative[]): readonly JobFinding[] {
  const known = new Set(first.findings.map(keyOf));
  return others.flatMap(({ findings }) => {
    const added = findings.filter((finding) => !known.has(keyOf(finding)));
    for (const finding of added) known.add(keyOf(finding));
    return added;
  });
}
