/**
 * Renders the state of a run as lines for a terminal: at most as many as the height, each at most as wide as the width.
 * If there is not enough space, it leaves out the least important lines first.
 */
import { leftTexts, timeLeft } from "./time-remaining";
import type { Hold, Progress, RunningResource, StageProgress } from "./state";
import { oneLine } from "../../html/visible";
import type { Style } from "../../html/terminal-text";
import { cutEnd, cutStart, elapsed, widthOf, wrap } from "../terminal/text-width";
import { holdText, outcomeTexts, titles } from "./labels";

/** The space and the time of a drawing. */
export interface View {
  readonly width: number;
  readonly height: number;
  /** Milliseconds. */
  readonly now: number;
}

/** One line of the drawing. Its text contains no control characters. */
export interface RenderedLine {
  readonly text: string;
  readonly style?: Style;
}

interface Line extends RenderedLine {
  /** Lines with the lowest rank stay when there is not enough space. */
  readonly rank: number;
}

const ranks = { now: 0, hold: 1, fix: 2, header: 3, problem: 4, other: 5, resource: 6 } as const;

export function render(state: Progress, { width, height, now }: View): readonly RenderedLine[] {
  const fixed = [header(state, now, width), ...stoppingLines(state, width), ...stageLines(state, now, width)];
  const room = height - fixed.length;
  const lines = fixed.flatMap((line) =>
    line.stage === undefined ? [line] : [line, ...resourceLines(line.stage, now, width, room)],
  );
  return chosen(lines, height).map(({ text, style }) => ({ text: cutEnd(text, width), style }));
}

function chosen(lines: readonly Line[], height: number): readonly Line[] {
  const byRank = lines.map((_, index) => index).sort((a, b) => rankAt(lines, a) - rankAt(lines, b) || a - b);
  const kept = new Set(byRank.slice(0, Math.max(0, height)));
  return lines.filter((_, index) => kept.has(index));
}

function rankAt(lines: readonly Line[], index: number): number {
  return lines[index]?.rank ?? ranks.resource;
}

/** The first text that fits, else the last one. */
function fitting(texts: readonly string[], width: number): string {
  return texts.find((text) => widthOf(text) <= width) ?? texts.at(-1) ?? "";
}

/** What an interrupted run waits for, until it has ended. */
function stoppingLines({ stopping, ended }: Progress, width: number): FixedLine[] {
  if (stopping === undefined || ended) return [];
  return indented(stopping, width, 3, { style: "yellow", rank: ranks.hold });
}

const endStyles = { done: "green", failed: "red", cancelled: "yellow", interrupted: "yellow" } as const;

interface FixedLine extends Line {
  /** The stage whose running resources are listed below this line. */
  readonly stage?: StageProgress;
}

function header(state: Progress, now: number, width: number): FixedLine {
  const title = titles[state.command];
  if (state.ended) {
    const { outcome, seconds } = state.ended;
    return {
      text: `${title} ${outcomeTexts[outcome]} ${elapsed(seconds)}`,
      style: endStyles[outcome],
      rank: ranks.header,
    };
  }
  if (state.since === undefined) return { text: title, style: "bold", rank: ranks.header };
  const start = `${title}  ${elapsed((now - state.since) / 1000)}`;
  const span = timeLeft(state, now);
  const longer = span && span.high > 0 ? leftTexts(span).map((text) => `${start}  ${text}`) : [];
  return { text: fitting([...longer, start], width), style: "bold", rank: ranks.header };
}

const stageStyles = {
  waiting: "dim",
  running: "bold",
  done: "green",
  failed: "red",
  interrupted: "yellow",
  skipped: "dim",
} as const;

/** The word for the state of a stage, of at most seven letters. */
function stateWord({ state }: StageProgress, { ended, command }: Progress): string {
  if (state === "waiting") return ended === undefined ? "waiting" : "not run";
  if (state === "interrupted") return "stopped";
  if (state === "done" && command === "plan") return "planned";
  return state;
}

function stageLines(state: Progress, now: number, width: number): FixedLine[] {
  const nameWidth = Math.max(0, ...state.stages.map(({ name }) => widthOf(oneLine(name))));
  return state.stages.flatMap((stage): FixedLine[] => {
    const active = stage.state === "running" || stage.state === "failed";
    const line: FixedLine = {
      text: stageText(stage, stateWord(stage, state), { nameWidth, now, width, command: state.command }),
      style: stageStyles[stage.state],
      rank: active ? ranks.now : ranks.other,
      stage,
    };
    const hold = state.holds.flatMap((each) =>
      each.stack === stage.name ? holdLines(each, now, width) : [],
    );
    return [line, ...hold, ...(stage.state === "failed" ? problemLines(stage.why, width) : [])];
  });
}

interface StageLineOptions {
  /** Columns of the longest name. */
  readonly nameWidth: number;
  readonly now: number;
  readonly width: number;
  readonly command: Progress["command"];
}

function stageText(stage: StageProgress, word: string, options: StageLineOptions): string {
  const { nameWidth, now, width, command } = options;
  const name = oneLine(stage.name);
  const start = `${name}${" ".repeat(nameWidth - widthOf(name))}  ${word.padEnd(7)}`;
  if (stage.state === "skipped") return `${start}  ${stage.why.map(oneLine).join(" ")}`;
  const { planned, done, failed, seconds, since } = stage;
  const count = planned === undefined ? "" : countText(planned, done, command);
  const time =
    seconds ?? (stage.state === "running" && since !== undefined ? (now - since) / 1000 : undefined);
  const details = [
    stage.step ?? "",
    stage.attempt > 1 ? `attempt ${stage.attempt}` : "",
    failed > 0 ? `${failed} failed` : "",
  ].filter((text) => text !== "");
  const counted = `${start}  ${count.padStart(7)}`;
  const timed = `${counted}  ${(time === undefined ? "" : elapsed(time)).padStart(6)}`;
  const full = details.length === 0 ? timed : `${timed}  ${details.join(", ")}`;
  const texts = [full, timed, counted, start];
  return fitting(
    texts.map((text) => text.trimEnd()),
    width,
  );
}

/** The number of changes. A plan applies nothing, so it has no number of completed ones. */
function countText(planned: number, done: number, command: Progress["command"]): string {
  return command === "plan" ? `${planned} to do` : `${done}/${Math.max(planned, done)}`;
}

function holdLines(hold: Hold, now: number, width: number): FixedLine[] {
  const { fix } = hold;
  return [
    ...indented(holdText(hold, now), width, 3, { style: "yellow", rank: ranks.hold }),
    ...(fix === undefined ? [] : indented(`fix: ${fix}`, width, 6, { style: "yellow", rank: ranks.fix })),
  ];
}

function problemLines(errors: readonly string[], width: number): FixedLine[] {
  const [first] = errors;
  if (first === undefined) return [];
  const lines = indented(first, width, 4, { style: "red", rank: ranks.problem });
  const more = errors.length - 1;
  return more === 0 ? lines : [...lines, { text: `  and ${more} more`, style: "red", rank: ranks.problem }];
}

/** At most `max` indented lines. Each line of the text starts a new one. */
function indented(text: string, width: number, max: number, as: Pick<Line, "style" | "rank">): FixedLine[] {
  const lines = text.split("\n").flatMap((line) => wrap(oneLine(line), Math.max(1, width - 2)));
  const kept = lines.slice(0, max);
  const last = kept.at(-1);
  if (lines.length > max && last !== undefined) kept[max - 1] = cutEnd(`${last} ...`, Math.max(1, width - 2));
  return kept.map((line) => ({ text: `  ${line}`, ...as }));
}

const signs = { create: "+", update: "~", delete: "-", other: "." } as const;

function resourceLines({ running }: StageProgress, now: number, width: number, room: number): Line[] {
  const oldest = [...running].sort((a, b) => a.since - b.since);
  const shown = oldest.length <= room ? oldest : oldest.slice(0, Math.max(0, room - 1));
  const lines = shown.map((resource) => line(resourceText(resource, now, width)));
  const more = oldest.length - shown.length;
  return more === 0 || room <= 0 ? lines : [...lines, line(`${" ".repeat(10)}and ${more} more`)];
}

function line(text: string): Line {
  return { text, rank: ranks.resource };
}

function resourceText({ address, action, since }: RunningResource, now: number, width: number): string {
  const start = `${elapsed((now - since) / 1000).padStart(8)}  ${signs[action]} `;
  return start + cutStart(oneLine(address), Math.max(0, width - start.length));
}
