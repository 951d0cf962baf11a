/**
 * Finds the limits of a fleet, and the changes that remove one limit after the other:
 *
 * 1. Simulate the fleet. Remove all limits for which jobs waited; stop if that gains less than 5%.
 * 2. Remove each of these limits alone, and if no single one helps, each pair. The one that helps most is the bottleneck.
 * 3. Find the smallest change that gains nearly as much as removing the limit, and apply it.
 * 4. Repeat with the changed fleet, at most six times.
 */
import { resources, type Fleet, type Outcome, type Resource } from "./fleet";
import { changeSteps, withoutLimits } from "./levers";
import { simulate } from "./simulate";

/** A change of the fleet and its outcome. */
export interface FleetChange {
  /** The limits of the fleet before the change; two if no single one helps. */
  readonly limits: readonly Resource[];
  readonly before: Fleet;
  readonly fleet: Fleet;
  readonly outcome: Outcome;
}

interface Bottlenecks {
  readonly outcome: Outcome;
  /** The first step names the bottleneck. Empty if only the start of the pods and the jobs take time. */
  readonly steps: readonly FleetChange[];
}

/** Minimum gain of all changes together. Less is within the error of the constants. */
const minTotalGain = 0.05;
/** Minimum gain of one change. */
const minStepGain = 0.02;

/** Whether more jobs succeed, or as many jobs in less time. @param gain minimum share of the time */
export function isBetter(outcome: Outcome, other: Outcome, gain = minStepGain): boolean {
  if (outcome.succeeded !== other.succeeded) return outcome.succeeded > other.succeeded;
  return outcome.seconds < other.seconds * (1 - gain);
}

const maxSteps = 6;

/** @param jobs queued at once */
export function findBottlenecks(fleet: Fleet, jobs: number): Bottlenecks {
  const outcome = simulate(fleet, jobs);
  const steps: FleetChange[] = [];
  let now: Pick<FleetChange, "fleet" | "outcome"> = { fleet, outcome };
  while (steps.length < maxSteps) {
    const next = nextStep(now.fleet, now.outcome);
    if (next === undefined) break;
    steps.push(next);
    now = next;
  }
  return { outcome, steps };
}

/** Limits that more pods may reach, although no job waits for them now. */
const roomLimits: readonly Resource[] = ["vcpu-quota", "addresses", "pool-limit"];

/** The limit whose removal helps most; two limits if no single one helps; undefined if none helps. */
export function findBottleneck(fleet: Fleet, now: Outcome): readonly Resource[] | undefined {
  const waited = resources.filter((resource) => now.constraints.has(resource));
  const all = [...new Set([...waited, ...roomLimits])];
  if (!isBetter(simulate(withoutLimits(fleet, all, now.jobs), now.jobs), now, minTotalGain)) return undefined;
  const singles = waited.map((limit) => [limit]);
  const pairs = waited.flatMap((limit, at) =>
    all
      .filter((other) => waited.indexOf(other) > at || !waited.includes(other))
      .map((other) => [limit, other]),
  );
  return best(fleet, now, singles) ?? best(fleet, now, pairs);
}

function best(
  fleet: Fleet,
  now: Outcome,
  candidates: readonly (readonly Resource[])[],
): readonly Resource[] | undefined {
  let result: { readonly limits: readonly Resource[]; readonly outcome: Outcome } | undefined;
  for (const limits of candidates) {
    const outcome = simulate(withoutLimits(fleet, limits, now.jobs), now.jobs);
    if (!isBetter(outcome, now)) continue;
    if (result === undefined || isBetter(outcome, result.outcome, 0)) result = { limits, outcome };
  }
  return result?.limits;
}

/** The smallest change that gains nearly as much as removing the limit. */
function nextStep(before: Fleet, now: Outcome): FleetChange | undefined {
  const limits = findBottleneck(before, now);
  if (limits === undefined) return undefined;
  const unlimited = simulate(withoutLimits(before, limits, now.jobs), now.jobs);
  let last: FleetChange | undefined;
  for (const fleet of changeSteps(before, limits, unlimited)) {
    const outcome = simulate(fleet, now.jobs);
    last = { limits, before, fleet, outcome };
    if (!isBetter(unlimited, outcome)) break;
  }
  return last;
}
