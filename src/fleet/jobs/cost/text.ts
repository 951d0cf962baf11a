/** What jobs cost, for a person at a terminal. */
import { usdText } from "../../../config/placement/labels";
import { durationOf } from "../../capacity/labels";
import type { JobCostReport, JobCostRow } from "./job-cost-report";
import { groupNames, keyText, sourceTexts, spanText, whyText } from "./labels";

export function jobCostText(report: JobCostReport): string {
  const { rows, by, region } = report;
  const head = [groupNames[by].toUpperCase(), "JOBS", "FAILED", "DURATION", "USD"];
  const cells = rows.map((row) => cellsOf(row, region));
  const widths = head.map((name, at) => Math.max(name.length, ...cells.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) =>
        at === 0 || at === row.length - 1 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0),
      )
      .join("  ")
      .trimEnd();
  const parts = [
    `What jobs cost, by ${groupNames[by]}, ${spanText(report)}`,
    "",
    ...(rows.length === 0 ? ["No job ended in this time."] : [line(head), ...cells.map(line)]),
    "",
    totalText(report),
    ...sourceTexts(report),
  ];
  return `${parts.join("\n")}\n`;
}

function cellsOf(row: JobCostRow, region: string): readonly string[] {
  const { jobs, failed, seconds, usd, why } = row;
  const price = why === undefined ? usdText(usd) : `unknown: ${whyText(why, region)}`;
  return [keyText(row), String(jobs), String(failed), durationOf(seconds), price];
}

/** One line, which never takes what is unknown for nothing. */
export function totalText({ total: { jobs, seconds, usd, unknownJobs } }: JobCostReport): string {
  const known = unknownJobs === jobs && jobs > 0 ? "unknown" : usdText(usd);
  const rest =
    unknownJobs === 0 || unknownJobs === jobs ? "" : ` and ${countOf(unknownJobs)} of unknown price`;
  return `${countOf(jobs)}, ${durationOf(seconds)}: ${known}${rest}`;
}

const countOf = (jobs: number) => (jobs === 1 ? "1 job" : `${jobs} jobs`);
