/** How long one piece of work takes: as the same did before, else as its like did, else as the table says. */
import type { Step } from "../events";
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
  const same = history.filter((past) => past.action === action && resourceType(past.address) === type);
  return (
    spread(secondsOf(same.filter((past) => past.address === address))) ??
    (type === undefined ? undefined : spread(secondsOf(same))) ??
    fromTable(durations.find((row) => row.type === type && row.action === action) ?? unknownDuration)
  );
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
