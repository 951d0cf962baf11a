/** The status as a page without scripts: first the verdict and the next step. */
import { html, type Markup } from "../../html/escape";
import { htmlPage, scrollable, type PageLevel } from "../../html/page";
import type { StatusLevel, StatusReport } from "./report";
import type { StageStatus } from "./stages";
import { factRows, levelWords, minuteOf, stageText } from "./text";

const levels: Readonly<Record<StatusLevel, PageLevel>> = {
  well: "safe",
  look: "look",
  unknown: "look",
  bad: "dangerous",
};

/** Classes of the shared style. */
const stageClasses: Readonly<Record<StageStatus["state"], string>> = {
  deployed: "create",
  destroyed: "no-op",
  failed: "delete",
  "in progress": "update",
  lost: "delete",
  unknown: "update",
};

function stageRow(stage: StageStatus): Markup {
  const errors = stage.errors.map((error) => html`<div class="delete">${error}</div>`);
  return html`<tr>
    <th scope="row">${stage.stack}</th>
    <td class="text ${stageClasses[stage.state]}">${stageText(stage)}${errors}</td>
  </tr>`;
}

function factTable(report: StatusReport): Markup {
  const rows = factRows(report).map(
    ([name, text, style]) =>
      html`<tr>
        <th scope="row">${name}</th>
        <td class="text ${style === "yellow" ? "update" : style === "red" ? "delete" : ""}">${text}</td>
      </tr>`,
  );
  return table("facts", "the cluster", rows);
}

function table(id: string, what: string, rows: readonly Markup[]): Markup {
  return scrollable(
    id,
    html`<table>
      <thead>
        <tr>
          <th scope="col">${what}</th>
          <th scope="col" class="text"></th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>`,
  );
}

export function statusPage(report: StatusReport): string {
  const { cluster, region, on, verdict, stages, next, versions } = report;
  const text = `${levelWords[verdict.level]}: ${verdict.text}`;
  return htmlPage({
    title: `Status of ${cluster}: ${levelWords[verdict.level].toLowerCase()}`,
    heading: `Status of ${cluster}`,
    facts: [
      ["Region", region],
      ["Asked", minuteOf(on)],
      ["Configured", `Kubernetes ${versions.kubernetes}, Karpenter ${versions.karpenter}`],
    ],
    verdict: { level: levels[verdict.level], text },
    figures: [[next.command, `next: ${next.why}`]],
    main: [
      html`<section aria-labelledby="stages">
        <h2 id="stages">Stages</h2>
        ${table("stages", "stage", stages.map(stageRow))}
      </section>`,
      html`<section aria-labelledby="facts">
        <h2 id="facts">What was asked</h2>
        ${factTable(report)}
      </section>`,
    ],
    footer: "A fact without an answer is unknown, with the reason.",
  });
}
