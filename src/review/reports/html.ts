/** Renders a review as one HTML page, which is complete without its script. */
import { htmlPage, scrollable } from "../../html/page";
import { html, type Content, type Markup } from "../../html/escape";
import type { About, Review } from "../stage-review";
import { verdictOf } from "../verdict";
import { stageSection } from "./html-changes";
import { costSection } from "./html-cost";
import { riskSection } from "./html-risks";
import { script } from "./html-script";
import { headline, occurringActions, totalCostText, unplannedStages } from "./labels";

function countTable(review: Review): Markup {
  const columns = occurringActions(review);
  const rows = review.stages.map(({ stack, counts }) => {
    const cells = columns.map((action) =>
      counts[action] === 0
        ? html`<td class="zero">0</td>`
        : html`<td class="${action}">${counts[action]}</td>`,
    );
    return html`<tr>
      <th scope="row">${stack}</th>
      ${cells}
    </tr>`;
  });
  const waiting = unplannedStages(review).map(
    ({ stack, why }) =>
      html`<tr>
        <th scope="row">${stack}</th>
        <td class="wait" colspan="${Math.max(1, columns.length)}">${why}</td>
      </tr>`,
  );
  const heads = columns.map((action) => html`<th scope="col">${action}</th>`);
  return scrollable(
    "stages",
    html`<table>
      <thead>
        <tr>
          <th scope="col">stage</th>
          ${heads}
        </tr>
      </thead>
      <tbody>
        ${rows}${waiting}
      </tbody>
    </table>`,
  );
}

const filter = html`<div class="filter" role="search" hidden>
  <label for="filter">Filter</label>
  <input id="filter" type="search" placeholder="replace subnet" autocomplete="off" />
  <button type="button">Open all</button><button type="button">Close all</button>
  <output for="filter"></output>
</div>`;

function facts({ cluster, region, account, plannedAt, versions, digest }: About) {
  return [
    ["Cluster", cluster],
    ["Region", region],
    ["Account", account ?? "not known"],
    ["Planned", plannedAt === undefined ? "not known" : plannedAt.replace("T", " ").replace("Z", " UTC")],
    ["Versions", versions.join(", ")],
    ["Plan digest", html`<code title="${digest}">${digest.slice(0, 16)}</code>`],
  ] as const satisfies readonly (readonly [string, Content])[];
}

function body(review: Review): Markup {
  return html`<section aria-labelledby="risks">
      <h2 id="risks">Risks</h2>
      ${riskSection(review)}
    </section>
    <section aria-labelledby="cost">
      <h2 id="cost">Cost</h2>
      ${costSection(review)}
    </section>
    <section aria-labelledby="stages">
      <h2 id="stages">Stages</h2>
      ${countTable(review)}
    </section>
    ${filter}${review.stages.map(stageSection)}`;
}

/** The HTML report. It contains only what the review contains, and so no secret. */
export function htmlReport(review: Review): string {
  const { about, stages } = review;
  const cost = totalCostText(review);
  return htmlPage({
    title: `Plan review: ${headline(review)}`,
    heading: about === undefined ? "Plan review" : `Plan review of ${about.cluster}`,
    facts: about === undefined ? [] : facts(about),
    verdict: verdictOf(review),
    figures: [
      [headline(review), "changes"],
      [cost === undefined ? "no change" : cost.replace(/ \(.*$/, ""), "cost"],
    ],
    sections: [
      ["risks", "Risks"],
      ["cost", "Cost"],
      ["stages", "Stages"],
      ...stages.map(({ stack }) => [`stage-${stack}`, stack] as const),
    ],
    main: body(review),
    footer: "Sensitive values are hidden. Values known only after apply are marked.",
    script,
  });
}
