/** Findings as text for a person, and as GitLab's code quality report, which a merge request shows beside the line. */
import { createHash } from "node:crypto";
import type { Finding, PipelineProblem } from "./finding";
import type { LintResult } from "./lint";

export function lintText(file: string, { jobs, findings, notes }: LintResult): string {
  const lines = findings.map(
    ({ file: included = file, line, level, job, message, rule, fix }) =>
      `${included}:${line}: ${level}: ${job}: ${message} [${rule}]\n  use: ${fix}`,
  );
  const noted = notes.map(
    ({ file: included = file, line, message }) => `${included}:${line}: note: ${message}`,
  );
  const count = (level: Finding["level"]) => findings.filter((each) => each.level === level).length;
  const end =
    jobs === 0
      ? "No job was checked: name the file that has the jobs, or include it from here."
      : `${jobs} jobs, ${count("error")} errors, ${count("warning")} warnings`;
  return `${[...lines, ...noted, end].join("\n")}\n`;
}

export function problemsText(file: string, problems: readonly PipelineProblem[]): string {
  return problems
    .map(
      ({ file: included = file, line, code, message, fix }) =>
        `${included}:${line}: ${message} [${code}]\n  fix: ${fix}\n`,
    )
    .join("");
}

/** Its fields: gitlab-org/gitlab doc/ci/testing/code_quality.md, read 2026-11-28. The fingerprint outlives a moved line. */
export function codeQuality(file: string, { findings }: LintResult) {
  return findings.map(({ file: included = file, rule, level, job, subject, line, message, fix }) => ({
    description: `${job}: ${message}. Use ${fix}`,
    check_name: `glrunner/${rule}`,
    fingerprint: createHash("sha256").update([included, rule, job, subject].join("\0")).digest("hex"),
    severity: level === "error" ? "critical" : "minor",
    location: { path: included, lines: { begin: line } },
  }));
}
