/** Findings as text for a person, and as GitLab's code quality report, which a merge request shows beside the line. */
import { createHash } from "node:crypto";
import type { Finding, Note, Place, PipelineProblem } from "./finding";
import type { LintResult } from "./lint";

/** Names and places that a text shows before it counts the rest. */
const shown = { jobs: 3, places: 3 };

export function lintText(file: string, { jobs, findings, notes }: LintResult): string {
  const noted = notes.map((each) => noteText(file, each));
  const count = (level: Finding["level"]) => findings.filter((each) => each.level === level).length;
  const end =
    jobs === 0
      ? "No job was checked: name the file that has the jobs, or include it from here."
      : `${jobs} jobs, ${count("error")} errors, ${count("warning")} warnings`;
  return `${[...findings.map((each) => findingText(file, each)), ...noted, end].join("\n")}\n`;
}

function findingText(file: string, { level, message, rule, fix, places }: Finding): string {
  const [first, ...more] = places;
  const jobs = [...new Set(places.flatMap((place) => place.jobs))];
  const position = (place: Place) => `${place.file ?? file}:${place.line}`;
  const also = more.length === 0 ? [] : [`  also: ${listed(more.map(position), shown.places)}`];
  return [
    `${position(first)}: ${level}: ${listed(jobs, shown.jobs)}: ${message} [${rule}]`,
    `  use: ${fix}`,
    ...also,
  ].join("\n");
}

function noteText(file: string, { message, places }: Note): string {
  const [first] = places;
  const jobs = [...new Set(places.flatMap((place) => place.jobs))];
  const who = jobs.length === 0 ? "" : `${listed(jobs, shown.jobs)}: `;
  return `${first.file ?? file}:${first.line}: note: ${who}${message}`;
}

function listed(names: readonly string[], most: number): string {
  const rest = names.length - most;
  return names.slice(0, most).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}

export function problemsText(file: string, problems: readonly PipelineProblem[]): string {
  return problems
    .map(
      ({ file: included = file, line, code, message, fix }) =>
        `${included}:${line}: ${message} [${code}]\n  fix: ${fix}\n`,
    )
    .join("");
}

/**
 * One entry for each place. Its fields: gitlab-org/gitlab doc/ci/testing/code_quality.md, read 2026-11-28. The
 * fingerprint outlives a moved line, and another job that has the fault by the same line.
 *
 * @param file the path from the top of the repository
 */
export function codeQuality(file: string, { findings }: LintResult) {
  return findings.flatMap(({ rule, level, subject, message, fix, places }) =>
    places.map(({ file: included = file, line, jobs }) => ({
      description: `${listed(jobs, shown.jobs)}: ${message}. Use ${fix}`,
      check_name: `glrunner/${rule}`,
      fingerprint: createHash("sha256")
        .update([included, rule, jobs[0] ?? "", subject].join("\0"))
        .digest("hex"),
      severity: level === "error" ? "critical" : "minor",
      location: { path: included, lines: { begin: line } },
    })),
  );
}
