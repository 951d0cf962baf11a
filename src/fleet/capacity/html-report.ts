/** The answer as one page: it loads nothing and runs no script; what the chart shows is in tables beside it. */
import { createHash } from "node:crypto";
import { style as reviewStyle } from "../../html/style";
import { html, Markup, nothing } from "../../html/escape";
import { chartStyle, groupChart } from "./chart";
import type { CapacityResult, GroupCapacity } from "./capacity";
import type { Outcome } from "./fleet";
import { bottleneckText, groupTitle, limitsText } from "./text";
import { durationOf, failuresOf, failureTexts, outcomeText } from "./labels";

const style = `${reviewStyle}${chartStyle}
.chart { display: block; width: 100%; height: auto; margin: .75rem 0; }
td.text { text-align: left; }
`;
const hash = createHash("sha256").update(style).digest("base64");
const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;

const shares = [0.1, 0.5, 0.9, 1] as const;

/** When so many of all jobs had come so far. */
function momentOf(times: Float64Array, share: number, jobs: number): string {
  const time = times[Math.ceil(share * jobs) - 1];
  return time === undefined ? "never" : durationOf(time);
}

function momentTable({ jobs, curves }: Outcome, name: string, id: string): Markup {
  const { taken, running, succeeded } = curves();
  const heads = shares.map((share) => html`<th scope="col">${Math.round(share * 100)}% of the jobs</th>`);
  const rows = [
    { what: "taken by a manager", times: taken },
    { what: "pod started", times: running },
    { what: "succeeded", times: succeeded },
  ].map(
    ({ what, times }) =>
      html`<tr>
        <th scope="row">${what}</th>
        ${shares.map((share) => html`<td>${momentOf(times, share, jobs)}</td>`)}
      </tr>`,
  );
  return html`<h3 id="${id}">${name}</h3>
    <div class="scroll" role="region" aria-labelledby="${id}" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">after the jobs were there</th>
            ${heads}
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>`;
}

function stepList(group: GroupCapacity): Markup {
  const items = group.steps.map(
    ({ limits, change, outcome }) =>
      html`<li><strong>${limitsText(limits)}</strong>: ${change}. Then ${outcomeText(outcome)}.</li>`,
  );
  return items.length === 0
    ? nothing
    : html`<ol>
        ${items}
      </ol>`;
}

function failureList(outcome: Outcome): Markup {
  const items = failuresOf(outcome).map(
    ({ reason, count }) => html`<li>${count}: ${failureTexts[reason]}</li>`,
  );
  return items.length === 0
    ? nothing
    : html`<ul>
        ${items}
      </ul>`;
}

function groupSection(group: GroupCapacity, jobs: number, at: number): Markup {
  const id = `group-${at + 1}`;
  const last = group.steps.at(-1);
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${groupTitle(group, jobs)}</h2>
    <p>As configured, ${outcomeText(group.outcome)}.</p>
    ${failureList(group.outcome)}
    <p>What limits first: ${bottleneckText(group)}.</p>
    ${stepList(group)}${groupChart(group, jobs, id)}
    ${momentTable(group.outcome, "As configured", `${id}-now`)}
    ${last === undefined ? nothing : momentTable(last.outcome, "After the changes", `${id}-then`)}
  </section>`;
}

export function htmlPage(result: CapacityResult): string {
  const { jobs, groups } = result;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Fleet: ${jobs} jobs</title>
        ${new Markup(`<style>${style}</style>`)}
      </head>
      <body>
        <header>
          <h1>Fleet: ${jobs} jobs</h1>
          <p class="lead">This is a model. docs/capacity.md lists what was measured and what is assumed.</p>
        </header>
        <main>${groups.map((group, at) => groupSection(group, jobs, at))}</main>
      </body>
    </html>`;
  return `${page.text.trim()}\n`;
}
