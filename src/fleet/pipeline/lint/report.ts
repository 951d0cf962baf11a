/** Findings as text, and as a GitLab code quality report, which a merge request shows next to the line. */
import { createHash } from "node:crypto";
import { counted, listed } from "../../../html/counted";
import { TerminalText, type Style } from "../../../html/terminal-text";
import type { LintFinding, LintNote, FindingLocation, PipelineProblem } from "../lint-finding";
import type { LintResult } from "./lint";

/** Jobs, and locations, that a text names; it counts the others. */
const maxNames = 3;

const levelStyles: Readonly<Record<LintFinding["level"], Style>> = { error: "red", warning: "yellow" };

/** The report for a terminal. */
export function lintText(file: string, { jobs, findings, notes }: LintResult): TerminalText {
  const count = (level: LintFinding["level"]) => findings.filter((finding) => finding.level === level).length;
  const worst = (["error", "warning"] as const).find((level) => count(level) > 0);
  const end =
    jobs === 0
      ? "No job was checked: name the file that has the jobs, or include it from here."
      : `${counted(jobs, "job")}, ${counted(count("error"), "error")}, ${counted(count("warning"), "warning")}`;
  return TerminalText.of(
    ...findings.map((finding) => findingText(file, finding)),
    ...notes.map((note) => noteText(file, note)),
    TerminalText.styled(end, worst === undefined && jobs > 0 ? "green" : levelStyles[worst ?? "warning"]),
    "\n",
  );
}

function findingText(file: string, { level, message, rule, fix, places }: LintFinding): TerminalText {
  const [first, ...more] = places;
  const jobs = [...new Set(places.flatMap((at) => at.jobs))];
  const position = (at: FindingLocation) => `${at.file ?? file}:${at.line}`;
  return TerminalText.of(
    TerminalText.styled(`${position(first)}:`, "bold"),
    " ",
    TerminalText.styled(level, levelStyles[level]),
    `: ${listed(jobs, maxNames)}: ${message} `,
    TerminalText.styled(`[${rule}]`, "dim"),
    `\n  use:  ${fix}\n`,
    ...(more.length === 0 ? [] : [`  also: ${listed(more.map(position), maxNames)}\n`]),
  );
}

function noteText(file: string, { message, places }: LintNote): TerminalText {
  const [first] = places;
  const jobs = [...new Set(places.flatMap((at) => at.jobs))];
  const who = jobs.length === 0 ? "" : `${listed(jobs, maxNames)}: `;
  return TerminalText.of(
    TerminalText.styled(`${first.file ?? file}:${first.line}:`, "bold"),
    ` note: ${who}${message}\n`,
  );
}

/** Why the file is refused, for a terminal. */
export function problemsText(file: string, problems: readonly PipelineProblem[]): TerminalText {
  return TerminalText.of(
    ...problems.flatMap(({ file: included = file, line, code, message, fix }) => [
      TerminalText.styled(`${included}:${line}:`, "bold"),
      ` ${message} `,
      TerminalText.styled(`[${code}]`, "dim"),
      `\n  fix: ${fix}\n`,
    ]),
  );
}

/**
 * One entry for each location. Its fields: gitlab-org/gitlab doc/ci/testing/code_quality.md, read 2026-11-28. The
 * fingerprint stays the same if the line moves, or if more jobs have the fault because of it.
 *
 * @param file the path from the top of the repository
 */
export function codeQuality(file: string, { findings }: LintResult) {
  return findings.flatMap(({ rule, level, subject, message, fix, places }) =>
    places.map(({ file: included = file, line, jobs }) => ({
      description: `${listed(jobs, maxNames)}: ${message}. Use ${fix}`,
      check_name: `glrunner/${rule}`,
      fingerprint: createHash("sha256")
        .update([included, rule, jobs[0] ?? "", subject].join("\0"))
        .digest("hex"),
      severity: level === "error" ? "critical" : "minor",
      location: { path: included, lines: { begin: line } },
    })),
  );
}
