/** Reports a run line by line for logs: what starts, what took long, what failed, and what is still running. */
import type { RunEvent } from "../../run/journal/events";
import { leftTexts, timeLeft } from "./time-remaining";
import { expectWork, nothingYet, update, type Progress, type StageProgress } from "./state";
import { oneLine } from "../../html/visible";
import { elapsed } from "../terminal/text-width";
import type { ProgressView, ViewOptions } from "./view";
import { resultsInOrder } from "./results-in-order";
import { holdText, outcomeTexts, titles } from "./labels";

/** Seconds. A resource that took less gets no line. */
const longSeconds = 10;
/** How often the log lists the running work. */
const stillMs = 60_000;

interface LogOutput {
  readonly write: (text: string) => unknown;
}

export function plainView(
  output: LogOutput,
  { history, silentMs, now = Date.now }: ViewOptions = {},
): ProgressView {
  let state = nothingYet(history);
  let writtenAt = now();
  const write = (lines: readonly string[], at: number) => {
    if (lines.length > 0) writtenAt = now();
    const since = state.since ?? at;
    const time = elapsed((at - since) / 1000).padStart(6);
    for (const line of lines) output.write(`[${time}] ${line}\n`);
  };
  const timers = [
    setInterval(() => {
      write(stillLines(state, now()), now());
    }, stillMs),
  ];
  if (silentMs !== undefined) {
    const half = silentMs / 2;
    const breakSilence = () => {
      if (now() - writtenAt >= half) write(stepLines(state, now()), now());
    };
    timers.push(setInterval(breakSilence, half));
  }
  for (const timer of timers) timer.unref();
  const results = resultsInOrder();
  return {
    onEvent: (event) => {
      state = update(state, event);
      write(results.sorted(state, event, eventLines(state, event)), Date.parse(event.at));
    },
    expectWork: (stack, work) => {
      state = expectWork(state, stack, work);
    },
    stopping: (text) => {
      write([text], now());
    },
    pause: () => undefined,
    end: () => {
      for (const timer of timers) clearInterval(timer);
    },
  };
}

/** The lines of an event. Some events have none. */
function eventLines(state: Progress, event: RunEvent): string[] {
  if (event.kind === "run-started")
    return [`${titles[event.command]}: ${event.stacks.map(oneLine).join(", ")}`];
  if (event.kind === "run-ended") {
    return [`${titles[state.command]} ${outcomeTexts[event.outcome]} ${elapsed(event.seconds)}`];
  }
  return stackLines(state, event).map((line) => `${oneLine(event.stack)}: ${line}`);
}

const done = { create: "created", update: "changed", delete: "removed", other: "read" } as const;
const verbs = { create: "create", update: "change", delete: "remove", other: "read" } as const;
type StackEvent = Extract<RunEvent, { readonly stack: string }>;

function stackLines(state: Progress, event: StackEvent): string[] {
  switch (event.kind) {
    case "stack-started":
      return [event.attempt > 1 ? `attempt ${event.attempt}` : "started"];
    case "step-started":
      return event.step === "init" || event.step === "plan" ? [] : [event.step];
    case "planned": {
      const { add, change, remove } = event;
      return [`${add} to add, ${change} to change, ${remove} to remove${leftText(state, event.at)}`];
    }
    case "resource-done":
      return event.seconds < longSeconds
        ? []
        : [
            `${countOf(state, event.stack)}${done[event.action]} ${oneLine(event.address)} in ${elapsed(event.seconds)}`,
          ];
    case "resource-failed":
      return [`failed to ${verbs[event.action]} ${oneLine(event.address)}`];
    case "waiting":
      return textLines(`${holdText(event, 0)}\nfix: ${event.fix}`);
    case "lock-released":
      return textLines(`released the state's lock ${event.lock}, which a lost run left: ${event.by}`);
    case "state-repaired":
      return textLines(event.why);
    case "deletes-data":
      return textLines(`${event.what}; ${event.keep}`);
    case "retrying": {
      const until = event.waitSeconds * 1000;
      return textLines(holdText({ ...event, until }, 0));
    }
    case "stack-done": {
      const { add, change, remove, seconds } = event;
      return [`done in ${elapsed(seconds)}: ${add} added, ${change} changed, ${remove} removed`];
    }
    case "stack-skipped":
      return textLines(`skipped: ${event.why}`);
    case "stack-failed":
      return ["failed", ...event.errors.flatMap(textLines)];
    case "step-done":
    case "resource-started":
      return [];
  }
}

function textLines(text: string): string[] {
  return text.split("\n").map(oneLine);
}

function countOf({ stages }: Progress, stack: string): string {
  const stage = stages.find(({ name }) => name === stack);
  return stage?.planned === undefined ? "" : `${stage.done}/${Math.max(stage.planned, stage.done)} `;
}

function leftText(state: Progress, at: string): string {
  const span = timeLeft(state, Date.parse(at));
  return span && span.high > 0 ? `; ${leftTexts(span)[0] ?? ""}` : "";
}

/** One line for each stage with work that has been running for long. */
function stillLines(state: Progress, now: number): string[] {
  return state.ended ? [] : state.stages.flatMap((stage) => stillLine(stage, state, now));
}

function stillLine({ name, running }: StageProgress, state: Progress, now: number): string[] {
  const [longest, ...others] = [...running].sort((a, b) => a.since - b.since);
  if (longest === undefined || now - longest.since < longSeconds * 1000) return [];
  const seconds = (now - longest.since) / 1000;
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  const rest = leftText(state, new Date(now).toISOString());
  const verb = { create: "creating", update: "changing", delete: "removing", other: "reading" } as const;
  return [
    `${oneLine(name)}: still ${verb[longest.action]} ${oneLine(longest.address)} (${elapsed(seconds)})${more}${rest}`,
  ];
}

/** The current step of each running stage, for a log that would otherwise be silent. */
function stepLines({ stages, ended }: Progress, now: number): string[] {
  if (ended) return [];
  return stages.flatMap(({ name, state, step, stepSince }) =>
    state === "running" && step !== undefined && step !== "review" && stepSince !== undefined
      ? [`${oneLine(name)}: ${step} (${elapsed((now - stepSince) / 1000)})`]
      : [],
  );
}
