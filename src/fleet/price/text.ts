/** The price as text for a terminal. */
import { TerminalText, type Printable } from "../../html/terminal-text";
import { durationOf, outcomeText } from "../capacity/labels";
import { placementLines, totalText, usdText } from "../../config/placement/labels";
import type { PlacementChoice } from "../../config/placement/types";
import type { PriceResult } from "./price";
import type { StandingCost } from "./standing-cost";
import type { JobFigures, JobCosts } from "./job-cost";

export function priceText(result: PriceResult): TerminalText {
  const { region, jobs, idle, platform, runs, natUsdPerGb, unknown, sources } = result;
  const parts = [
    `List prices in ${region}, US dollars, without tax and discounts\n`,
    idleText(idle),
    placementText(platform),
    ...runs.map((costs) => runText(costs, jobs)),
    `Not included: traffic, ${usdText(natUsdPerGb)} a GB through a NAT gateway; logs, S3 and more: see docs/price.md\n`,
    ...(unknown.length === 0 ? [] : [`No recorded price for: ${unknown.join("; ")}\n`]),
    `Prices as recorded\n${sources.map(({ date, things, source }) => `  ${date}  ${things.join("; ")}: ${source}\n`).join("")}`,
  ];
  return TerminalText.of(...parts.flatMap((part, at) => [titled(part, at), "\n"]).slice(0, -1));
}

/** The first line of a part is its title, unless the part has only one line. */
function titled(part: string, at: number): Printable {
  const end = part.indexOf("\n");
  if (at > 0 && end === part.length - 1) return part;
  return TerminalText.of(TerminalText.styled(part.slice(0, end), "bold"), part.slice(end));
}

function idleText({ hours, items, total, controlPlane }: StandingCost): string {
  const width = Math.max(...items.map(({ thing }) => thing.length));
  const { support, standardUntil, usd, extendedUsd } = controlPlane;
  const later =
    support === "standard" && standardUntil !== undefined
      ? [`  after ${standardUntil}, in extended support: ${usdText(extendedUsd)} instead of ${usdText(usd)}`]
      : [];
  return [
    `A month (${hours} hours) without a job`,
    ...items.map((item) => `  ${item.thing.padEnd(width)}  ${usdText(item.usd).padStart(9)}`),
    `  sum: ${totalText(total)}`,
    ...later,
    "",
  ].join("\n");
}

function placementText(platform: PlacementChoice): string {
  return [
    "Around the clock: system pods and managers, a month (cluster.platform)",
    ...placementLines(platform).map((line) => `  ${line}`),
    "",
  ].join("\n");
}

function runText(prices: JobCosts, jobs: number): string {
  const { runners, compute, jobSeconds, size, run, timeoutSeconds, usd, atMost } = prices;
  const [first = ""] = runners;
  const who = runners.length === 1 ? first : `${first} and ${runners.length - 1} like it`;
  const what = size === undefined ? compute : `${compute}, ${size.vcpu} vCPU and ${size.memoryGiB} GB`;
  const rows: readonly (readonly [string, keyof JobFigures])[] = [
    [`one job of ${durationOf(jobSeconds)}`, "job"],
    [`${jobs} at once`, "jobs"],
    [`a stuck pod until the job's timeout, ${durationOf(timeoutSeconds)}`, "hungUntilTimeout"],
    ["a stuck pod that nothing ends, a month", "hungMonth"],
  ];
  const text = (key: keyof JobFigures) =>
    usdText(usd[key]) +
    (atMost === undefined || atMost[key] === "unknown" ? "" : `, on demand ${usdText(atMost[key])}`);
  return [
    `${who} (${what})`,
    ...rows.map(([row, key]) => `  ${row}: ${text(key)}`),
    `  by the fleet model, as configured: ${outcomeText(run)}`,
    "",
  ].join("\n");
}
