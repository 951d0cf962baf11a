/** Job costs as one page without scripts: the sum, a bar for each row with a known price, then all rows. */
import { usdText } from "../../../config/placement/labels";
import { html, nothing, type Markup } from "../../../html/escape";
import { breakable, htmlPage, scrollable } from "../../../html/page";
import { chartStyle, picture } from "../../capacity/chart";
import { durationOf } from "../../capacity/labels";
import type { JobCostReport, JobCostRow } from "./job-cost-report";
import { groupNames, keyText, sourceTexts, spanText, whyText } from "./labels";
import { totalText } from "./text";

/** In pixels. The chart is narrow, so that its text is readable on a phone: a name is above its bar. */
const size = { width: 460, right: 90, top: 8, row: 44, bar: 14 } as const;

/** Further bars would be too short to see. The table has all rows. */
const maxBars = 30;

/** Shortens a name to the width of the chart. */
const shortened = (name: string) => (name.length > 60 ? `${name.slice(0, 29)}…${name.slice(-30)}` : name);

function chart({ rows, by }: JobCostReport): Markup {
  const bars = rows.flatMap((row) => (row.usd === "unknown" ? [] : [{ name: keyText(row), usd: row.usd }]));
  const shown = bars.slice(0, maxBars);
  const max = Math.max(...shown.map(({ usd }) => usd));
  if (!(max > 0)) return nothing;
  const widthOf = (usd: number) => Math.round(((size.width - size.right) * usd * 10) / max) / 10;
  const marks = shown.map(({ name, usd }, at) => {
    const top = size.top + at * size.row;
    const bar = top + 18;
    return html`<text x="0" y="${top + 12}">${shortened(name)}</text
      ><rect class="run" x="0" y="${bar}" width="${widthOf(usd)}" height="${size.bar}" /><text
        x="${widthOf(usd) + 8}"
        y="${bar + 12}"
        >${usdText(usd)}</text
      >`;
  });
  const height = size.top + shown.length * size.row;
  const left = bars.length - shown.length;
  const title = `US dollars by ${groupNames[by]}${left === 0 ? "" : `: the ${maxBars} highest of ${bars.length}`}`;
  const what = shown.map(({ name, usd }) => `${name}: ${usdText(usd)}.`).join(" ");
  return html`<section aria-labelledby="chart">
    <h2 id="chart">${title}</h2>
    ${picture(html`${marks}`, { width: size.width, height }, "cost", title, what)}
  </section>`;
}

function tableRow(row: JobCostRow, region: string): Markup {
  const { jobs, failed, seconds, usd, why } = row;
  const reason = why === undefined ? nothing : html`<br /><small>${whyText(why, region)}</small>`;
  return html`<tr>
    <th scope="row">${breakable(keyText(row))}${reason}</th>
    <td>${jobs}</td>
    <td>${failed}</td>
    <td>${durationOf(seconds)}</td>
    <td>${usdText(usd)}</td>
  </tr>`;
}

function table({ rows, by, region }: JobCostReport): Markup {
  if (rows.length === 0) return html`<p>No job ended in this time.</p>`;
  return scrollable(
    "rows",
    html`<table class="cost">
      <thead>
        <tr>
          <th scope="col">${groupNames[by]}</th>
          <th scope="col">jobs</th>
          <th scope="col">failed</th>
          <th scope="col">duration</th>
          <th scope="col">US dollars</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => tableRow(row, region))}
      </tbody>
    </table>`,
  );
}

const style = `${chartStyle}
.chart { display: block; width: 100%; max-width: 34rem; height: auto; } .chart .run { fill: var(--running); }
.cost th[scope="row"] { min-width: 12rem; } .cost small { font-weight: 400; color: var(--muted); }
`;

/** @param name of the cluster */
export function jobCostPage(report: JobCostReport, name: string): string {
  const { region, total } = report;
  const isWhole = total.unknownJobs === 0;
  return htmlPage({
    title: `Cost of the jobs of ${name}: ${totalText(report)}`,
    heading: `Cost of the jobs of ${name}`,
    facts: [
      ["Region", region],
      ["Ended", spanText(report)],
    ],
    verdict: isWhole
      ? { level: "safe", text: "Every job has a recorded list price" }
      : {
          level: "look",
          text: `Not in the sum, without a price: ${total.unknownJobs} of ${total.jobs} jobs`,
        },
    figures: [
      [total.unknownJobs === total.jobs && total.jobs > 0 ? "unknown" : usdText(total.usd), "US dollars"],
      [String(total.jobs), "jobs"],
      [durationOf(total.seconds), "of all jobs together"],
    ],
    main: [
      chart(report),
      html`<section aria-labelledby="rows">
        <h2 id="rows">By ${groupNames[report.by]}</h2>
        ${table(report)}
      </section>`,
    ],
    footer: sourceTexts(report).join(" "),
    style,
  });
}
