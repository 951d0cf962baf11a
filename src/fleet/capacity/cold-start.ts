/**
 * How long the n-th pod takes to start: the quantiles of an even distribution, in an order that spreads every run of
 * them over the whole of it. By the pod's turn, not by its job, so that a pod that comes sooner never ends later.
 */
const golden = (Math.sqrt(5) - 1) / 2;

export function coldStartSeconds(turn: number, from: number, to: number): number {
  const share = ((turn + 1) * golden) % 1;
  return from + share * Math.max(0, to - from);
}
