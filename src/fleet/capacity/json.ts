/** The result for --json: numbers without the curves. A missing value is null. */
import type { CapacityResult } from "./capacity";
import type { Outcome } from "./fleet";
import { firstStartSeconds } from "./labels";

const rounded = (value: number) => Math.round(value * 10) / 10;

function outcomeJson(outcome: Outcome) {
  const { succeeded, failures, seconds, peakPods, peakMiB } = outcome;
  const first = firstStartSeconds(outcome);
  return {
    ...{ succeeded, failures, seconds: rounded(seconds), peakPods, peakManagerMiB: rounded(peakMiB) },
    firstStartSeconds: first === undefined ? null : rounded(first),
  };
}

export function capacityJson({ jobs, groups }: CapacityResult) {
  return {
    jobs,
    groups: groups.map(({ outcome, warm, steps, ...group }) => ({
      ...group,
      outcome: outcomeJson(outcome),
      ...(warm !== undefined && { warm: { jobs: warm.jobs, cold: outcomeJson(warm.cold) } }),
      bottleneck: steps[0]?.limits ?? [],
      steps: steps.map((step) => ({ ...step, outcome: outcomeJson(step.outcome) })),
    })),
  };
}
