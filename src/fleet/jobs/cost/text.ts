/** Job costs as text for a terminal. */
import { usdText } from "../../../config/placement/labels";
import { counted } from "../../../html/counted";
import { tableLines } from "../../../html/text-table";
import { durationOf } from "../../capacity/labels";
import type { JobCostReport, JobCostRow } from "./job-cost-report";
import { groupNames, keyText, sourceTexts, spanText, whyText } from "./labels";

export function jobCostText(report: JobCostReport): string {
  const { rows, by, region } = report;
  const head = [groupNames[by].toUpperCase(), "JOBS", "FAILED", "DURATION", "USD"];
  const isRight = (column: number) => column > 0 && column < head.length - 1;
  const table = tableLines([head, ...rows.map((row) => cellsOf(row, region))], isRight);
  const parts = [
    `What jobs cost, by ${groupNames[by]}, ${spanText(report)}`,
    "",
    ...(rows.length === 0 ? ["No job ended in this time."] : table),
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

/** The sum in one line. It names jobs without a known price separately. */
export function totalText({ total: { jobs, seconds, usd, unknownJobs } }: JobCostReport): string {
  const known = unknownJobs === jobs && jobs > 0 ? "unknown" : usdText(usd);
  const rest =
    unknownJobs === 0 || unknownJobs === jobs ? "" : ` and ${counted(unknownJobs, "job")} of unknown price`;
  return `${counted(jobs, "job")}, ${durationOf(seconds)}: ${known}${rest}`;
}
