/**
 * Estimates the remaining time of one stage as a range. The range grows when something takes longer than expected, and
 * is wide when little is known.
 */
import { durationOf, type Work } from "./duration";
import { isOneAtATime, type PastWork } from "./history";
import { schedule } from "./schedule";
import { basisOf, left, type Estimate } from "./span";

export interface RunningWork extends Work {
  readonly elapsedSeconds: number;
}

export function estimate(
  pending: readonly Work[],
  running: readonly RunningWork[],
  history: readonly PastWork[],
): Estimate {
  const first = running.find(({ address }) => isOneAtATime(address));
  const parts = [
    ...pending.map((work) => ({ work, running: false, span: durationOf(work, history) })),
    ...running.map((work) => {
      const whole = durationOf(work, history);
      const held = isOneAtATime(work.address) && work !== first;
      return { work, running: true, span: held ? whole : left(whole, work.elapsedSeconds) };
    }),
  ];
  const play = (of: (span: Estimate) => number) =>
    schedule(parts.map(({ work, running: begun, span }) => ({ ...work, running: begun, seconds: of(span) })));
  const seconds = play((span) => span.seconds);
  return {
    seconds,
    // With shorter parts the order of the work can change, and the total can become longer.
    low: Math.min(
      seconds,
      play((span) => span.low),
    ),
    high: Math.max(
      seconds,
      play((span) => span.high),
    ),
    from: basisOf(parts.map(({ span }) => span.from)) ?? "table",
  };
}
