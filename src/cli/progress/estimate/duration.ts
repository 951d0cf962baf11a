/**
 * Estimates how long one piece of work takes: from earlier runs of the same resource, else of the same type, else from the
 * table.
 */
import type { Step } from "../../../run/journal/events";
import { resourceType } from "./address";
import { spread, type History, type PastWork } from "./history";
import type { Estimate } from "./span";
import { durations, stepDurations, unknownDuration, type Action } from "./tables";

export interface Work {
  readonly address: string;
  readonly action: Action;
}

export function durationOf({ address, action }: Work, history: readonly PastWork[]): Estimate {
  const type = resourceType(address);
  const past = indexOf(history);
  return (
    spread(past.get(`${action} ${address}`) ?? []) ??
    spread(past.get(`${action} of ${type ?? ""}`) ?? []) ??
    fromTable(durations.find((row) => row.type === type && row.action === action) ?? unknownDuration)
  );
}

/** Seconds by action and address, and by action and type. */
type Index = ReadonlyMap<string, readonly number[]>;
/** Cached: the live view asks for every resource in every frame, and a history does not change. */
const indexes = new WeakMap<readonly PastWork[], Index>();

function indexOf(history: readonly PastWork[]): Index {
  const known = indexes.get(history);
  if (known) return known;
  const index = new Map<string, number[]>();
  const add = (key: string, seconds: number) => {
    const list = index.get(key) ?? [];
    list.push(seconds);
    index.set(key, list);
  };
  for (const { address, action, seconds } of history) {
    const type = resourceType(address);
    add(`${action} ${address}`, seconds);
    if (type !== undefined) add(`${action} of ${type}`, seconds);
  }
  indexes.set(history, index);
  return index;
}

export function stepDuration(stack: string, step: Step, { steps }: History): Estimate {
  const same = steps.filter((past) => past.step === step);
  return (
    spread(secondsOf(same.filter((past) => past.stack === stack))) ??
    spread(secondsOf(same)) ??
    fromTable(stepDurations[step])
  );
}

function secondsOf(past: readonly { readonly seconds: number }[]): number[] {
  return past.map(({ seconds }) => seconds);
}

function fromTable(row: { readonly low: number; readonly typical: number; readonly high: number }): Estimate {
  return { seconds: row.typical, low: row.low, high: row.high, from: "table" };
}
