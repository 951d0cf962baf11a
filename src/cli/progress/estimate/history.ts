/** Reads the durations of earlier runs from the events of a journal. */
import type { RunEvent, Step } from "../../../run/journal/events";
import { resourceType } from "./address";
import type { Estimate } from "./span";
import { oneAtATime, type Action } from "./tables";

export interface PastWork {
  readonly stack: string;
  readonly address: string;
  readonly action: Action;
  readonly seconds: number;
}

export interface PastStep {
  readonly stack: string;
  readonly step: Step;
  readonly seconds: number;
}

export interface History {
  /** Oldest first. */
  readonly work: readonly PastWork[];
  readonly steps: readonly PastStep[];
}

export const noHistory: History = { work: [], steps: [] };

export function isOneAtATime(address: string): boolean {
  return oneAtATime.includes(resourceType(address) ?? "");
}

/**
 * Collects durations from events. For resources that AWS changes one at a time, their waiting time does not count: if
 * Terraform reports ten minutes for a second Fargate profile, only the time after the first one was ready counts.
 */
export function historyOf(events: readonly RunEvent[]): History {
  const work: PastWork[] = [];
  const steps: PastStep[] = [];
  const turnOf = new Map<string, number>();
  for (const event of events) {
    if (event.kind === "step-done") {
      // The time that a person took to read a review says nothing about the next run.
      if (event.step !== "review")
        steps.push({ stack: event.stack, step: event.step, seconds: event.seconds });
    } else if (event.kind === "resource-done" || event.kind === "resource-failed") {
      const { stack, address, action } = event;
      const now = Date.parse(event.at) / 1000;
      const turn = isOneAtATime(address) ? turnOf.get(stack) : undefined;
      if (isOneAtATime(address)) turnOf.set(stack, now);
      if (event.kind === "resource-failed" || action === "other") continue;
      const seconds = turn === undefined ? event.seconds : Math.min(event.seconds, now - turn);
      work.push({ stack, address, action, seconds: Math.max(0, seconds) });
    }
  }
  return { work, steps };
}

/** The number of recent values that count. Older ones say less about the next run. */
const recentValues = 10;
/** Widens the range when there are few values, because the next one can easily be outside of them. */
const few = { runs: 3, below: 0.7, above: 1.5 } as const;

/** Median and range of the most recent values; undefined when there are none. */
export function spread(seconds: readonly number[]): Estimate | undefined {
  const sorted = seconds.slice(-recentValues).sort((a, b) => a - b);
  const [first] = sorted;
  const last = sorted.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const wide = sorted.length < few.runs;
  return {
    seconds: median(sorted),
    low: wide ? first * few.below : first,
    high: wide ? last * few.above : last,
    from: "history",
  };
}

function median(sorted: readonly number[]): number {
  const middle = (sorted.length - 1) / 2;
  const below = sorted[Math.floor(middle)] ?? 0;
  const above = sorted[Math.ceil(middle)] ?? 0;
  return (below + above) / 2;
}
