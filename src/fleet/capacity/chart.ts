/**
 * The answer as a chart that loads nothing: how many jobs were taken, run, done and failed at each moment, as configured
 * and after the changes. Lines differ by their dashes as well as by colour, and the picture says in words what it shows.
 */
import { html, Markup, nothing } from "../../html/escape";
import type { Outcome } from "./fleet";
import type { CapacityResult, GroupCapacity } from "./capacity";
import { groupTitle } from "./text";
import { durationOf, outcomeText } from "./labels";

const size = { width: 760, height: 300, left: 56, right: 28, top: 64, bottom: 44 } as const;
const plot = {
  width: size.width - size.left - size.right,
  height: size.height - size.top - size.bottom,
} as const;

const light = "--text: #1d2129; --muted: #545c69; --page: #ffffff; --line: #d5d9e0;";
const lightLines = "--taken: #545c69; --running: #1f4fa8; --succeeded: #17683a; --failed: #ab1f1f;";
const dark = "--text: #e4e7ec; --muted: #a3abb8; --page: #14171c; --line: #363d48;";
const darkLines = "--taken: #a3abb8; --running: #8db4ff; --succeeded: #6fd197; --failed: #ff9a94;";

export const chartStyle = `
.chart { ${light} ${lightLines} }
@media (prefers-color-scheme: dark) { .chart { ${dark} ${darkLines} } }
.chart .page { fill: var(--page); }
.chart text { fill: var(--text); font: 13px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
.chart .name { font-weight: 600; font-size: 14px; }
.chart .tick { fill: var(--muted); font-size: 12px; }
.chart .grid { stroke: var(--line); stroke-width: 1; }
.chart .curve { fill: none; stroke-width: 2; stroke-linejoin: round; }
.chart .taken { stroke: var(--taken); stroke-dasharray: 1 4; stroke-linecap: round; }
.chart .running { stroke: var(--running); stroke-dasharray: 7 4; }
.chart .succeeded { stroke: var(--succeeded); }
.chart .failed { stroke: var(--failed); stroke-dasharray: 10 3 2 3; }
`;

interface Panel {
  readonly name: string;
  readonly outcome: Outcome;
}

const curveNames = ["taken", "running", "succeeded", "failed"] as const;
type CurveName = (typeof curveNames)[number];

const curveTexts: Readonly<Record<CurveName, string>> = {
  taken: "taken by a manager",
  running: "pod started",
  succeeded: "succeeded",
  failed: "failed",
};

function panelsOf({ outcome, steps }: GroupCapacity): readonly Panel[] {
  const last = steps.at(-1);
  const now: Panel = { name: `As configured: ${outcomeText(outcome)}`, outcome };
  return last === undefined
    ? [now]
    : [now, { name: `After the changes: ${outcomeText(last.outcome)}`, outcome: last.outcome }];
}

/** A step of 1, 2 or 5 times a power of ten, so that there are about five. */
function niceStep(most: number): number {
  const rough = Math.max(most, 1) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
}

function ticks(most: number, step: number): readonly number[] {
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => index * step);
}

const timeSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200] as const;

const timeStep = (most: number) => timeSteps.find((step) => most / step <= 8) ?? 86_400;

interface Scale {
  readonly x: (seconds: number) => number;
  readonly y: (jobs: number) => number;
}

const tenth = (value: number) => Math.round(value * 10) / 10;

function scaleOf(seconds: number, jobs: number): Scale {
  return {
    x: (at) => tenth(size.left + (plot.width * at) / Math.max(seconds, 1)),
    y: (count) => tenth(size.top + plot.height * (1 - count / Math.max(jobs, 1))),
  };
}

/** More points than this make no visible difference. */
const maxPoints = 200;

function curvePath(times: Float64Array, { x, y }: Scale): string {
  const every = Math.max(1, Math.floor(times.length / maxPoints));
  const points = [`M${x(times[0] ?? 0)} ${y(0)}`];
  for (let at = 0; at < times.length; at += 1) {
    if ((at + 1) % every === 0 || at === times.length - 1) points.push(`L${x(times[at] ?? 0)} ${y(at + 1)}`);
  }
  return points.join(" ");
}

function axes({ x, y }: Scale, seconds: number, jobs: number): Markup {
  const across = ticks(jobs, niceStep(jobs)).map(
    (count) =>
      html`<line
          class="grid"
          x1="${size.left}"
          x2="${size.width - size.right}"
          y1="${y(count)}"
          y2="${y(count)}"
        /><text class="tick" x="${size.left - 8}" y="${y(count) + 4}" text-anchor="end">${count}</text>`,
  );
  const below = ticks(seconds, timeStep(seconds)).map(
    (at) =>
      html`<text class="tick" x="${x(at)}" y="${size.height - size.bottom + 18}" text-anchor="middle"
        >${durationOf(at)}</text
      >`,
  );
  return html`${across}${below}`;
}

function legend(names: readonly CurveName[]): Markup {
  return html`${names.map((name, at) => {
    const left = size.left + at * 176;
    return html`<line class="curve ${name}" x1="${left}" x2="${left + 28}" y1="44" y2="44" /><text
        x="${left + 36}"
        y="48"
        >${curveTexts[name]}</text
      >`;
  })}`;
}

/** With its own time scale: the changed fleet is often ten times as fast. */
function panel({ name, outcome }: Panel, top: number): Markup {
  const { jobs, seconds } = outcome;
  const scale = scaleOf(seconds, jobs);
  const curves = outcome.curves();
  const names = curveNames.filter((each) => curves[each].length > 0);
  const lines = names.map(
    (each) =>
      html`<path class="curve ${each}" d="${curvePath(curves[each], scale)}"
        ><title>${curveTexts[each]}</title></path
      >`,
  );
  return html`<g transform="translate(0 ${top})"
    ><text class="name" x="${size.left}" y="24">${name}</text
    >${legend(names)}${axes(scale, seconds, jobs)}${lines}</g
  >`;
}

/** One above the other. */
function groupPanels(
  group: GroupCapacity,
  top: number,
): { readonly markup: Markup; readonly height: number } {
  const panels = panelsOf(group);
  return {
    markup: html`${panels.map((each, at) => panel(each, top + at * size.height))}`,
    height: panels.length * size.height,
  };
}

/** @param id what other ids in the same page do not begin with */
export function groupChart(group: GroupCapacity, jobs: number, id: string): Markup {
  const { markup, height } = groupPanels(group, 0);
  return picture(markup, height, id, groupTitle(group, jobs), description([group]));
}

function description(groups: readonly GroupCapacity[]): string {
  return groups
    .flatMap(panelsOf)
    .map(({ name }) => `${name}.`)
    .join(" ");
}

function picture(
  markup: Markup,
  height: number,
  id: string,
  title: string,
  what: string,
  style = nothing,
): Markup {
  return html`<svg
    class="chart"
    xmlns="http://www.w3.org/2000/svg"
    viewBox="0 0 ${size.width} ${height}"
    role="img"
    aria-labelledby="${id}-title ${id}-description"
  >
    <title id="${id}-title">${title}</title>
    <desc id="${id}-description">${what}</desc>
    ${style}
    <rect class="page" width="${size.width}" height="${height}" />
    ${markup}
  </svg>`;
}

const headHeight = 32;

/** All groups in one picture, each under its own title. */
export function svgChart({ jobs, groups }: CapacityResult): string {
  let top = 0;
  const parts = groups.map((group) => {
    const head = html`<text class="name" x="${size.left}" y="${top + 24}">${groupTitle(group, jobs)}</text>`;
    const { markup, height } = groupPanels(group, top + headHeight);
    top += headHeight + height;
    return html`${head}${markup}`;
  });
  const style = new Markup(`<style>${chartStyle}</style>`);
  const title = groups.map((group) => groupTitle(group, jobs)).join("; ");
  return `${picture(html`${parts}`, Math.max(top, headHeight), "chart", title, description(groups), style).text}\n`;
}
