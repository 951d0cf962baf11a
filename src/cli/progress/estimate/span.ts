/** The source of an estimate: earlier runs, published figures, or both. */
export type Basis = "history" | "table" | "mixed";

/** An uncertain duration in seconds: `low <= seconds <= high`. */
export interface Estimate {
  readonly seconds: number;
  readonly low: number;
  readonly high: number;
  readonly from: Basis;
}

/** The source of a sum. @returns undefined for an empty sum */
export function basisOf(parts: readonly Basis[]): Basis | undefined {
  const [first] = parts;
  return first === undefined || parts.every((part) => part === first) ? first : "mixed";
}

/**
 * The sum of consecutive durations. They are unlikely to take their longest all together, so their deviations add up as
 * those of independent values. A duration of zero does not change the source of the sum.
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

/**
 * The time for durations that run several at the same time: an even share of their sum, but at least the longest one.
 * @param atOnce how many run at the same time, at least 1
 */
export function sumAtOnce(parts: readonly Estimate[], atOnce: number): Estimate {
  const all = sum(parts);
  const longest = (of: "seconds" | "low" | "high") => Math.max(0, ...parts.map((part) => part[of]));
  return {
    seconds: Math.max(all.seconds / atOnce, longest("seconds")),
    low: Math.max(all.low / atOnce, longest("low")),
    high: Math.min(all.high, all.high / atOnce + longest("high")),
    from: all.from,
  };
}

/** The remaining time of work that is overdue, as a share of the time that it has taken so far. */
const overdue = { seconds: 0.2, high: 0.5 } as const;

/** The remaining time. It is never zero for running work: the longer it is overdue, the longer it will take. */
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
