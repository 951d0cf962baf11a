/** A time that is not known exactly, in seconds: `low <= seconds <= high`. */
export type Basis = "history" | "table" | "mixed";

export interface Estimate {
  readonly seconds: number;
  readonly low: number;
  readonly high: number;
  /** What it rests on: runs before this one, published figures, or both. */
  readonly from: Basis;
}

/** @returns undefined when there is nothing to rest on */
export function basisOf(parts: readonly Basis[]): Basis | undefined {
  const [first] = parts;
  return first === undefined || parts.every((part) => part === first) ? first : "mixed";
}

/**
 * One after the other. Not all of them will take their longest: what they may be off by adds up as it does for things
 * that have nothing to do with each other. What takes no time does not change what the sum rests on.
 */
export function sum(parts: readonly Estimate[]): Estimate {
  const seconds = parts.reduce((total, part) => total + part.seconds, 0);
  const off = (by: (part: Estimate) => number) => Math.hypot(...parts.map(by));
  return {
    seconds,
    low: Math.max(0, seconds - off((part) => part.seconds - part.low)),
    high: seconds + off((part) => part.high - part.seconds),
    from: basisOf(parts.filter((part) => part.high > 0).map((part) => part.from)) ?? "table",
  };
}

/** How much longer than so far a thing takes that has outlasted what was expected: a share of its time. */
const overdue = { seconds: 0.2, high: 0.5 } as const;

/** What is left after some time. Never nothing, since it still runs: the longer it is overdue, the longer it takes. */
export function left(whole: Estimate, elapsed: number): Estimate {
  const spent = Math.max(0, elapsed);
  const seconds = Math.max(whole.seconds - spent, spent * overdue.seconds);
  return {
    seconds,
    low: Math.min(Math.max(whole.low - spent, 0), seconds),
    high: Math.max(whole.high - spent, spent * overdue.high, seconds),
    from: whole.from,
  };
}
