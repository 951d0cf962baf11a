/** The price as one page without scripts: first the cost of a month, then of its parts, then of jobs. */
import { html, nothing, type Markup } from "../../html/escape";
import { htmlPage, scrollable } from "../../html/page";
import { placementLines, totalText, usdText } from "../../config/placement/labels";
import { durationOf, outcomeText } from "../capacity/labels";
import type { JobCosts, JobFigures } from "./job-cost";
import type { PriceResult } from "./price";

function idleTable({ idle: { items, total, controlPlane } }: PriceResult): Markup {
  const { support, standardUntil, usd, extendedUsd } = controlPlane;
  const rows = items.map(
    ({ thing, usd: each }) =>
      html`<tr>
        <th scope="row">${thing}</th>
        <td>${usdText(each)}</td>
      </tr>`,
  );
  const later =
    support === "standard" && standardUntil !== undefined
      ? html`<p>
          After ${standardUntil} the control plane is in extended support: ${usdText(extendedUsd)} instead of
          ${usdText(usd)}.
        </p>`
      : nothing;
  const table = html`<table class="cost">
    <thead>
      <tr>
        <th scope="col">around the clock</th>
        <th scope="col">a month</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
    <tfoot>
      <tr>
        <th scope="row">together</th>
        <td>${totalText(total)}</td>
      </tr>
    </tfoot>
  </table>`;
  return html`${scrollable("idle", table)}${later}`;
}

const figureRows = [
  ["one job", "job"],
  ["all jobs at once", "jobs"],
  ["a stuck pod until the job's timeout", "hungUntilTimeout"],
  ["a stuck pod that nothing ends, a month", "hungMonth"],
] as const satisfies readonly (readonly [string, keyof JobFigures])[];

function jobSection(costs: JobCosts, at: number): Markup {
  const { runners, compute, jobSeconds, run, usd, atMost } = costs;
  const id = `jobs-${at + 1}`;
  const rows = figureRows.map(
    ([name, key]) =>
      html`<tr>
        <th scope="row">${name}</th>
        <td>${usdText(usd[key])}</td>
        ${atMost === undefined ? nothing : html`<td>${usdText(atMost[key])}</td>`}
      </tr>`,
  );
  const table = html`<table class="cost">
    <thead>
      <tr>
        <th scope="col">jobs of ${durationOf(jobSeconds)}</th>
        <th scope="col">US dollars</th>
        ${atMost === undefined ? nothing : html`<th scope="col">on demand</th>`}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">Jobs on ${runners.join(", ")} (${compute})</h2>
    <p>By the fleet model, as configured: ${outcomeText(run)}.</p>
    ${scrollable(id, table)}
  </section>`;
}

/** @param name of the cluster */
export function pricePage(result: PriceResult, name: string): string {
  const { region, on, jobs, idle, platform, runs, natUsdPerGb, unknown, sources } = result;
  const [first] = runs;
  const isWhole = unknown.length === 0;
  return htmlPage({
    title: `Price of ${name}: ${usdText(idle.total.usd)} a month`,
    heading: `Price of ${name}`,
    facts: [
      ["Region", region],
      ["Prices of", on],
      ["Jobs", jobs],
    ],
    verdict: isWhole
      ? { level: "safe", text: "Every part has a recorded list price" }
      : { level: "look", text: `Not in the sums, without a recorded price: ${unknown.join("; ")}` },
    figures: [
      [totalText(idle.total), "a month without a job"],
      ...(first === undefined
        ? []
        : ([
            [usdText(first.usd.job), `one job on ${first.runners[0] ?? ""}`],
            [usdText(first.usd.jobs), `${jobs} jobs at once on ${first.runners[0] ?? ""}`],
          ] as const)),
    ],
    main: [
      html`<section aria-labelledby="idle">
        <h2 id="idle">A month (${idle.hours} hours) without a job</h2>
        ${idleTable(result)}
      </section>`,
      html`<section aria-labelledby="platform">
        <h2 id="platform">System pods and managers, on Fargate and on nodes</h2>
        <pre>${placementLines(platform).join("\n")}</pre>
      </section>`,
      ...runs.map(jobSection),
      html`<section aria-labelledby="sources">
        <h2 id="sources">Prices as recorded</h2>
        <p>Not included: traffic, ${usdText(natUsdPerGb)} a GB through a NAT gateway; logs, S3 and more.</p>
        <ul>
          ${sources.map(({ date, things, source }) => html`<li>${date}: ${things.join("; ")}. ${source}</li>`)}
        </ul>
      </section>`,
    ],
    footer: "List prices in US dollars, without tax and discounts. docs/price.md says what is counted.",
  });
}
