/** The comparison as a Markdown table and as a chart, both for docs/capacity.md. */
import { html, Markup } from "../../html/escape";
import type { Usd } from "../../config/placement/usd";
import { chartStyle, picture } from "../capacity/chart";
import { durationOf } from "../capacity/labels";
import { compared, type ComparedCompute } from "./comparison";

const cents = (usd: Usd) => (usd === "unknown" ? usd : `$${usd.toFixed(2)}`);

const marks = { begin: "<!-- comparison: npm run docs -->", end: "<!-- end of comparison -->" } as const;

/** @returns the page with the new table. @throws if the page lacks the marks around the table */
export function withComparison(page: string, rows: readonly ComparedCompute[]): string {
  const [before, rest] = page.split(marks.begin);
  const after = rest?.split(marks.end)[1];
  if (before === undefined || after === undefined)
    throw new Error(`the page lacks ${marks.begin} or ${marks.end}`);
  return `${before}${marks.begin}\n\n${comparisonTable(rows)}\n\n${marks.end}${after}`;
}

function comparisonTable(rows: readonly ComparedCompute[]): string {
  return [
    `| ${compared.jobs} jobs on | the first starts after | the last ends after | the jobs cost | warm nodes, a month |`,
    "| --- | --- | --- | --- | --- |",
    ...rows.map(({ name, firstSeconds, lastSeconds, usd, atMost, warmUsd }) => {
      const cost =
        atMost === undefined
          ? cents(usd)
          : `${cents(usd)} if Spot costs ${compared.spotPercent} % of on demand; at most ${cents(atMost)}`;
      return `| ${[name, durationOf(firstSeconds), durationOf(lastSeconds), cost, warmUsd === 0 ? "" : cents(warmUsd)].join(" | ")} |`;
    }),
  ].join("\n");
}

const size = { width: 760, left: 210, right: 120, top: 40, row: 44, bar: 18 } as const;

/** A bar for each kind of compute: light until the first job starts, dark until the last one ends. */
export function comparisonChart(rows: readonly ComparedCompute[]): string {
  const max = Math.max(...rows.map(({ lastSeconds }) => lastSeconds));
  const widthOf = (seconds: number) =>
    Math.round(((size.width - size.left - size.right) * seconds * 10) / max) / 10;
  const height = size.top + rows.length * size.row + 12;
  const bars = rows.map(({ name, firstSeconds, lastSeconds }, at) => {
    const top = size.top + at * size.row;
    const middle = top + size.bar - 4;
    return html`<text x="${size.left - 12}" y="${middle}" text-anchor="end">${name}</text
      ><rect
        class="wait"
        x="${size.left}"
        y="${top}"
        width="${widthOf(firstSeconds)}"
        height="${size.bar}"
      /><rect
        class="run"
        x="${size.left + widthOf(firstSeconds)}"
        y="${top}"
        width="${widthOf(lastSeconds - firstSeconds)}"
        height="${size.bar}"
      /><text x="${size.left + widthOf(lastSeconds) + 8}" y="${middle}">${durationOf(lastSeconds)}</text>`;
  });
  const style = new Markup(
    `<style>${chartStyle}.chart .wait { fill: var(--line); } .chart .run { fill: var(--running); }</style>`,
  );
  const title = `${compared.jobs} jobs: until the first starts (light), until the last ends (dark)`;
  const text = rows
    .map(
      ({ name, firstSeconds, lastSeconds }) =>
        `${name}: ${durationOf(firstSeconds)}, ${durationOf(lastSeconds)}.`,
    )
    .join(" ");
  const markup = html`<text class="name" x="${size.left}" y="24">${title}</text> ${bars}`;
  return `${picture(markup, { width: size.width, height }, "comparison", title, text, style).text}\n`;
}
