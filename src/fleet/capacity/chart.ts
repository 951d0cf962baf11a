/**
 * Draws the result as an SVG chart that loads nothing: how many jobs were taken, running, succeeded and failed at each moment,
 * as configured and after the changes. Lines differ in dashes and in color, and a description says what the chart shows.
 */
import { html, Markup, nothing } from "../../html/escape";
import type { Outcome } from "./fleet";
import type { CapacityResult, GroupCapacity } from "./capacity";
import { groupTitle } from "./text";
import { durationOf, outcomeText } from "./labels";

/** In pixels; narrow, so that the text is readable on a phone. */
const size = { width: 460, height: 330, left: 58, right: 24, top: 104, bottom: 54 } as const;
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
  /** One sentence. */
  readonly text: string;
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
  const panel = (name: string, of: Outcome): Panel => ({ name, text: outcomeText(of), outcome: of });
  return [
    panel("As configured", outcome),
    ...(last === undefined ? [] : [panel("After the changes", last.outcome)]),
  ];
}

/** A step of 1, 2 or 5 times a power of ten, for about five ticks. */
function niceStep(max: number): number {
  const rough = Math.max(max, 1) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
}

function ticks(max: number, step: number): readonly number[] {
  return Array.from({ length: Math.floor(max / step) + 1 }, (_, index) => index * step);
}

const timeSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200] as const;

const timeStep = (max: number) => timeSteps.find((step) => max / step <= 5) ?? 86_400;

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

/** More points make no visible difference. */
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
  const timeTitle = html`<text
    class="tick"
    x="${size.left + plot.width / 2}"
    y="${size.height - 10}"
    text-anchor="middle"
    >time after the jobs were queued</text
  >`;
  const jobsTitle = html`<text class="tick" x="${size.left - 8}" y="${size.top - 14}" text-anchor="end"
    >jobs</text
  >`;
  return html`${across}${below}${timeTitle}${jobsTitle}`;
}

function legend(names: readonly CurveName[]): Markup {
  return html`${names.map((name, at) => {
    const left = size.left + (at % 2) * 190;
    const y = 56 + Math.floor(at / 2) * 18;
    return html`<line class="curve ${name}" x1="${left}" x2="${left + 28}" y1="${y}" y2="${y}" /><text
        x="${left + 36}"
        y="${y + 4}"
        >${curveTexts[name]}</text
      >`;
  })}`;
}

/** @param seconds end of the time axis, the same for all panels, so that they are comparable */
function panel({ name, text, outcome }: Panel, top: number, seconds: number): Markup {
  const { jobs } = outcome;
  const scale = scaleOf(seconds, jobs);
  const curves = outcome.curves();
  const names = curveNames.filter((curve) => curves[curve].length > 0);
  const lines = names.map(
    (curve) =>
      html`<path class="curve ${curve}" d="${curvePath(curves[curve], scale)}"
        ><title>${curveTexts[curve]}</title></path
      >`,
  );
  return html`<g transform="translate(0 ${top})"
    ><text class="name" x="10" y="20">${name}</text
    ><text x="10" y="38">${text}</text>${legend(names)}${axes(scale, seconds, jobs)}${lines}</g
  >`;
}

const endOf = (panels: readonly Panel[]) => Math.max(...panels.map(({ outcome }) => outcome.seconds));

/** The panels of a group, one below the other. */
function groupPanels(
  group: GroupCapacity,
  top: number,
): { readonly markup: Markup; readonly height: number } {
  const panels = panelsOf(group);
  return {
    markup: html`${panels.map((shown, at) => panel(shown, top + at * size.height, endOf(panels)))}`,
    height: panels.length * size.height,
  };
}

/**
 * A picture for each panel, next to each other if there is room.
 *
 * @param id a prefix that no other id in the page has
 */
export function groupCharts(group: GroupCapacity, id: string): Markup {
  const panels = panelsOf(group);
  return html`<div class="charts">
    ${panels.map((shown, at) =>
      picture(
        panel(shown, 0, endOf(panels)),
        { height: size.height },
        `${id}-${at}`,
        shown.name,
        `${shown.text}.`,
      ),
    )}
  </div>`;
}

function description(groups: readonly GroupCapacity[]): string {
  return groups
    .flatMap(panelsOf)
    .map(({ name, text }) => `${name}: ${text}.`)
    .join(" ");
}

/** A chart with a title and a description for screen readers. */
export function picture(
  markup: Markup,
  { width = size.width, height }: { readonly width?: number; readonly height: number },
  id: string,
  title: string,
  description: string,
  style = nothing,
): Markup {
  return html`<svg
    class="chart"
    xmlns="http://www.w3.org/2000/svg"
    viewBox="0 0 ${width} ${height}"
    role="img"
    aria-labelledby="${id}-title ${id}-description"
  >
    <title id="${id}-title">${title}</title>
    <desc id="${id}-description">${description}</desc>
    ${style}
    <rect class="page" width="${width}" height="${height}" />
    ${markup}
  </svg>`;
}

const headHeight = 46;

/** All groups in one picture, each below its title. */
export function svgChart({ jobs, groups }: CapacityResult): string {
  let top = 0;
  const parts = groups.map((group) => {
    const [jobsText = "", runnersText = ""] = groupTitle(group, jobs).split(/(?= on )/);
    const line = (text: string, y: number) =>
      html`<text class="name" x="10" y="${top + y}">${text.trim()}</text>`;
    const head = html`${line(jobsText, 20)}${line(runnersText, 38)}`;
    const { markup, height } = groupPanels(group, top + headHeight);
    top += headHeight + height;
    return html`${head}${markup}`;
  });
  const style = new Markup(`<style>${chartStyle}</style>`);
  const title = groups.map((group) => groupTitle(group, jobs)).join("; ");
  return `${picture(html`${parts}`, { height: Math.max(top, headHeight) }, "chart", title, description(groups), style).text}\n`;
}
