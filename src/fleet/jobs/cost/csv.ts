/** Job costs as CSV of RFC 4180: a header, lines that end with CR LF, and quotation marks where a value needs them. */
import { TerminalText } from "../../../html/terminal-text";
import type { JobCostReport } from "./job-cost-report";

const columns = ["by", "key", "jobs", "failed", "seconds", "usd", "why"] as const;

/**
 * `key` is empty if the log does not have it. `usd` is `unknown`, never 0, if no price is known. The result is not a string,
 * because the printer writes strings with the line breaks of Unix.
 */
export function jobCostCsv({ by, rows }: JobCostReport): TerminalText {
  const lines = rows.map(({ key, jobs, failed, seconds, usd, why }) => [
    ...[by, key ?? "", jobs, failed, seconds.toFixed(1)],
    ...[usd === "unknown" ? usd : usd.toFixed(6), why ?? ""],
  ]);
  return TerminalText.of(
    ...[columns, ...lines].flatMap((line) => [line.map(field).join(","), TerminalText.lineStart, "\n"]),
  );
}

function field(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
