/** Findings as text for a person, and as GitLab's code quality report, which a merge request shows beside the line. */
import { createHash } from "node:crypto";
import type { LintResult } from "./lint";
import type { TextProblem } from "./located";
import type { Finding } from "./rule";

export function lintText(file: string, { jobs, findings, notes }: LintResult): string {
  const lines = findings.map(
    ({ line, level, job, message, rule, fix }) =>
      `${file}:${line}: ${level}: ${job}: ${message} [${rule}]\n  use: ${fix}`,
  );
  const noted = notes.map(({ line, message }) => `${file}:${line}: note: ${message}`);
  const count = (level: Finding["level"]) => findings.filter((each) => each.level === level).length;
  const end = `${jobs} jobs, ${count("error")} errors, ${count("warning")} warnings`;
  return `${[...lines, ...noted, end].join("\n")}\n`;
}

export function problemsText(file: string, problems: readonly TextProblem[]): string {
  return problems.map(({ line, message }) => `${file}:${line}: ${message}\n`).join("");
}

/** Its fields: gitlab-org/gitlab doc/ci/testing/code_quality.md, read 2026-11-28. The fingerprint outlives a moved line. */
export function codeQuality(file: string, { findings }: LintResult) {
  return findings.map(({ rule, level, job, subject, line, message, fix }) => ({
    description: `${job}: ${message}. Use ${fix}`,
    check_name: `glrunner/${rule}`,
    fingerprint: createHash("sha256").update([file, rule, job, subject].join("\0")).digest("hex"),
    severity: level === "error" ? "critical" : "minor",
    location: { path: file, lines: { begin: line } },
  }));
}
