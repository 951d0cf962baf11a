/**
 * The result as one page without scripts: first the verdict and three figures, then the chart, the changes and the tables of
 * each group of runners.
 */
import { html, nothing, type Markup } from "../../html/escape";
import { htmlPage, scrollable, type PageLevel } from "../../html/page";
import { chartStyle, groupCharts } from "./chart";
import type { CapacityResult, GroupCapacity } from "./capacity";
import type { Outcome } from "./fleet";
import { bottleneckText, extraText, groupTitle, limitsText } from "./text";
import { durationOf, failuresOf, failureTexts, outcomeText } from "./labels";

const style = `${chartStyle}
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: .75rem;
  margin: .75rem 0; }
.chart { display: block; width: 100%; height: auto; border: 1px solid var(--line); border-radius: 6px; }
.advice { margin: .5rem 0 1rem; padding-left: 1.5rem; display: grid; gap: .6rem; }
.advice p { margin: 0; }
.advice .effect { color: var(--muted); }
`;

const shares = [0.1, 0.5, 0.9, 1] as const;

/** When this share of all jobs had reached the state. */
function momentOf(times: Float64Array, share: number, jobs: number): string {
  const time = times[Math.ceil(share * jobs) - 1];
  return time === undefined ? "never" : durationOf(time);
}

function momentTable({ jobs, curves }: Outcome, name: string, id: string): Markup {
  const { taken, running, succeeded } = curves();
  const heads = shares.map((share) => html`<th scope="col">${Math.round(share * 100)}%</th>`);
  const rows = [
    { state: "taken by a manager", times: taken },
    { state: "pod started", times: running },
    { state: "succeeded", times: succeeded },
  ].map(
    ({ state, times }) =>
      html`<tr>
        <th scope="row">${state}</th>
        ${shares.map((share) => html`<td>${momentOf(times, share, jobs)}</td>`)}
      </tr>`,
  );
  return html`<h3 id="${id}">${name}: when this share of the jobs was</h3>
    ${scrollable(
      id,
      html`<table>
        <thead>
          <tr>
            <th scope="col">of the jobs</th>
            ${heads}
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>`,
    )}`;
}

function adviceList({ steps }: GroupCapacity): Markup {
  if (steps.length === 0) return html`<p>No setting makes it faster.</p>`;
  const items = steps.map(
    ({ limits, change, outcome, usdPerMonth }) =>
      html`<li>
        <p><strong>${change}</strong></p>
        <p class="effect">
          Limits: ${limitsText(limits)}. Effect: ${outcomeText(outcome)}. Cost: ${extraText(usdPerMonth)}.
        </p>
      </li>`,
  );
  return html`<ol class="advice">
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
  const id = idOf(at);
  const last = group.steps.at(-1);
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${groupTitle(group, jobs)}</h2>
    <p>As configured, ${outcomeText(group.outcome)}. The first limit: ${bottleneckText(group)}.</p>
    ${failureList(group.outcome)}${groupCharts(group, id)}
    <h3>What to change, in this order</h3>
    ${adviceList(group)}${momentTable(group.outcome, "As configured", `${id}-now`)}
    ${last === undefined ? nothing : momentTable(last.outcome, "After the changes", `${id}-then`)}
  </section>`;
}

const idOf = (at: number) => `group-${at + 1}`;

/** The group with the fewest succeeded jobs, then with the longest time. */
function worstOf(groups: readonly GroupCapacity[]): GroupCapacity | undefined {
  return [...groups].sort(
    ({ outcome: a }, { outcome: b }) => a.succeeded - b.succeeded || b.seconds - a.seconds,
  )[0];
}

function verdictOf(worst: GroupCapacity | undefined, jobs: number): { level: PageLevel; text: string } {
  if (worst === undefined) return { level: "look", text: "The configuration has no runners" };
  const { outcome, runners, steps } = worst;
  if (outcome.succeeded === jobs) {
    return steps.length === 0
      ? { level: "safe", text: `All ${jobs} jobs succeed, and nothing limits them` }
      : { level: "safe", text: `All ${jobs} jobs succeed, and could be faster` };
  }
  return {
    level: "dangerous",
    text: `${jobs - outcome.succeeded} of ${jobs} jobs fail on ${runners[0] ?? ""}`,
  };
}

export function capacityPage({ jobs, groups }: CapacityResult): string {
  const worst = worstOf(groups);
  const where = groups.length > 1 && worst !== undefined ? ` on ${worst.runners[0] ?? ""}` : "";
  return htmlPage({
    title: `Fleet: ${jobs} jobs`,
    heading: `${jobs} jobs at once`,
    facts: [],
    verdict: verdictOf(worst, jobs),
    figures:
      worst === undefined
        ? []
        : [
            [`${worst.outcome.succeeded} of ${jobs}`, `jobs succeed${where}`],
            [durationOf(worst.outcome.seconds), `until the last one ends${where}`],
            [
              worst.steps[0] === undefined ? "nothing" : limitsText(worst.steps[0].limits),
              `limits first${where}`,
            ],
          ],
    sections: groups.length < 2 ? [] : groups.map(({ runners }, at) => [idOf(at), runners[0] ?? ""] as const),
    main: groups.map((group, at) => groupSection(group, jobs, at)),
    footer: "This is a model. docs/capacity.md lists what was measured and what is assumed.",
    style,
  });
}
