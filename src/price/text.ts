/** The answer for a person at a terminal. */
import { durationOf, outcomeText } from "../capacity/words";
import type { PriceResult } from "./index";
import type { IdleMonth } from "./idle";
import type { ManagerPlaces } from "./managers";
import type { Figures, RunPrices } from "./runs";
import type { Total, Usd } from "./usd";

/** In cents; what is less than a dollar to a millionth. */
export function usdText(usd: Usd): string {
  if (usd === "unknown") return usd;
  return `$${usd < 1 ? usd.toFixed(6).replace(/0{1,4}$/, "") : usd.toFixed(2)}`;
}

export function totalText({ usd, unknown }: Total): string {
  if (unknown.length === 0) return usdText(usd);
  return usd === 0 ? "unknown" : `${usdText(usd)} and what is unknown: ${unknown.join("; ")}`;
}

export function priceText(result: PriceResult): string {
  const { region, jobs, idle, managers, runs, natUsdPerGb, unknown, sources } = result;
  const parts = [
    `List prices in ${region}, US dollars, without tax and discounts\n`,
    idleText(idle),
    ...(managers === undefined ? [] : [managersText(managers)]),
    ...runs.map((each) => runText(each, jobs)),
    `In no sum: traffic, ${usdText(natUsdPerGb)} a GB through a NAT gateway; logs, S3 and what else: docs/price.md\n`,
    ...(unknown.length === 0 ? [] : [`No price is recorded here for: ${unknown.join("; ")}\n`]),
    `Prices as recorded\n${sources.map(({ date, things, source }) => `  ${date}  ${things.join("; ")}: ${source}\n`).join("")}`,
  ];
  return parts.join("\n");
}

function idleText({ hours, items, total, controlPlane }: IdleMonth): string {
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

function managersText({ fargate, nodes, nodeCount, instanceType, cheaper }: ManagerPlaces): string {
  const count = nodeCount === undefined ? "" : ` (${nodeCount} x ${instanceType})`;
  const verdict =
    cheaper === undefined
      ? "which is cheaper is unknown"
      : `${cheaper.place === "nodes" ? "nodes are" : "Fargate is"} cheaper by ${usdText(cheaper.usd)}, disks not counted`;
  return [
    "The managers, a month (cluster.managers)",
    `  fargate: ${totalText(fargate)}`,
    `  nodes${count}: ${totalText(nodes)}`,
    `  ${verdict}`,
    "",
  ].join("\n");
}

function runText(prices: RunPrices, jobs: number): string {
  const { runners, compute, jobSeconds, size, run, timeoutSeconds, usd, atMost } = prices;
  const [first = ""] = runners;
  const who = runners.length === 1 ? first : `${first} and ${runners.length - 1} like it`;
  const what = size === undefined ? compute : `${compute}, ${size.vcpu} vCPU and ${size.memoryGiB} GB`;
  const rows: readonly (readonly [string, keyof Figures])[] = [
    [`one job of ${durationOf(jobSeconds)}`, "job"],
    [`${jobs} at once`, "jobs"],
    [`a hung pod until the job's timeout, ${durationOf(timeoutSeconds)}`, "hungUntilTimeout"],
    ["a hung pod that nothing ends, a month", "hungMonth"],
  ];
  const text = (key: keyof Figures) =>
    usdText(usd[key]) +
    (atMost === undefined || atMost[key] === "unknown" ? "" : `, on demand ${usdText(atMost[key])}`);
  return [
    `${who} (${what})`,
    ...rows.map(([row, key]) => `  ${row}: ${text(key)}`),
    `  the fleet as it is configured, by its model: ${outcomeText(run)}`,
    "",
  ].join("\n");
}
