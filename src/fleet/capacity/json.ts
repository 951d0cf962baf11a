/** The answer for programs: numbers, without the curves; what has no limit is null. */
import type { CapacityResult } from "./capacity";
import type { Outcome } from "./fleet";

const rounded = (value: number) => Math.round(value * 10) / 10;

function outcomeJson({ succeeded, failures, seconds, peakPods, peakMiB }: Outcome) {
  return { succeeded, failures, seconds: rounded(seconds), peakPods, peakManagerMiB: rounded(peakMiB) };
}

export function capacityJson({ jobs, groups }: CapacityResult) {
  return {
    jobs,
    groups: groups.map(({ outcome, steps, ...group }) => ({
      ...group,
      outcome: outcomeJson(outcome),
      bottleneck: steps[0]?.limits ?? [],
      steps: steps.map((step) => ({ ...step, outcome: outcomeJson(step.outcome) })),
    })),
  };
}
