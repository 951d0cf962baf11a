/** Texts that the text report and the page share. */
import type { CostGroup } from "./cost-groups";
import type { JobCostReport, JobCostRow, UnknownPrice } from "./job-cost-report";

export const groupNames: Readonly<Record<CostGroup, string>> = {
  project: "project",
  pipeline: "pipeline",
  runner: "runner",
  user: "GitLab user id",
};

/** A missing key is in parentheses, which no path, id or runner name has. */
export const keyText = ({ key }: JobCostRow) => key ?? "(not in the log)";

export function whyText(why: UnknownPrice, region: string): string {
  switch (why) {
    case "runner-not-configured":
      return "the configuration has no such runner";
    case "no-spot-percent":
      return "Spot has no list price; set capacity.spotPercent to what you pay";
    case "no-recorded-price":
      return `no recorded price in ${region}`;
  }
}

const minute = (iso: string) => `${iso.slice(0, 16).replace("T", " ")} UTC`;

export const spanText = ({ from, to }: JobCostReport) => `${minute(from)} to ${minute(to)}`;

/** The source of the jobs, and what the figures do not include. */
export function sourceTexts({ group, region, unreadable }: JobCostReport): readonly string[] {
  return [
    group === null
      ? "Read from the managers' pods, which keep lines since their last start: jobs before it are missing."
      : `Read from the log group ${group}.`,
    `List prices in ${region}; a job costs from when its manager took it. docs/price.md says what is not counted.`,
    ...(unreadable === 0
      ? []
      : [`Not counted, since the line has no duration or number: ${unreadable} of the ends of jobs.`]),
  ];
}
