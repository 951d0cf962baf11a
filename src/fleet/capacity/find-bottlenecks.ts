/**
 * Finds what limits a fleet, and the changes that remove one limit after the other:
 *
 * 1. Simulate the fleet as it is. Lift every limit that jobs waited for at once; stop where that gains less than 5%.
 * 2. Lift each of these limits alone, and where none helps, each pair. The one that helps most is the bottleneck.
 * 3. Find the smallest change that gains nearly as much as lifting it, and apply it.
 * 4. Begin again with the changed fleet, at most six times.
 */
import { resources, type Fleet, type Outcome, type Resource } from "./fleet";
import { reliefSteps, withoutLimits } from "./levers";
import { simulate } from "./simulate";

/** A change, and what is then. */
export interface Relief {
  /** What limits the fleet as it was before; two where neither alone would help. */
  readonly limits: readonly Resource[];
  readonly before: Fleet;
  readonly fleet: Fleet;
  readonly outcome: Outcome;
}

interface Bottlenecks {
  readonly outcome: Outcome;
  /** In order: the first names the bottleneck. Empty where only the pods' start and the jobs themselves take time. */
  readonly steps: readonly Relief[];
}

/** What is left to gain, of all that can be set together: less is not worth a change, the constants are not known better. */
const minTotalGain = 0.05;
/** What one change must bring. */
const minStepGain = 0.02;

/** Whether one is better by so much: fewer fail, or as many, and sooner. */
export function isBetter(one: Outcome, other: Outcome, by = minStepGain): boolean {
  if (one.succeeded !== other.succeeded) return one.succeeded > other.succeeded;
  return one.seconds < other.seconds * (1 - by);
}

const maxSteps = 6;

export function findBottlenecks(fleet: Fleet, jobs: number): Bottlenecks {
  const outcome = simulate(fleet, jobs);
  const taken: Relief[] = [];
  let now: Pick<Relief, "fleet" | "outcome"> = { fleet, outcome };
  while (taken.length < maxSteps) {
    const next = nextStep(now.fleet, now.outcome);
    if (next === undefined) break;
    taken.push(next);
    now = next;
  }
  return { outcome, steps: taken };
}

/** Room may be missing as soon as more is asked of it, though nothing waits for it now. */
const rooms: readonly Resource[] = ["vcpu-quota", "addresses", "pool-limit"];

/** What the fleet needs more of, of which the relief helps most; two where none alone does; undefined where none does. */
export function bottleneck(fleet: Fleet, now: Outcome): readonly Resource[] | undefined {
  const felt = resources.filter((resource) => now.felt.has(resource));
  const all = [...new Set([...felt, ...rooms])];
  if (!isBetter(simulate(withoutLimits(fleet, all, now.jobs), now.jobs), now, minTotalGain)) return undefined;
  const single = best(
    fleet,
    now,
    felt.map((one) => [one]),
  );
  const pairs = felt.flatMap((one, at) =>
    all.filter((other) => felt.indexOf(other) > at || !felt.includes(other)).map((other) => [one, other]),
  );
  return single ?? best(fleet, now, pairs);
}

function best(
  fleet: Fleet,
  now: Outcome,
  candidates: readonly (readonly Resource[])[],
): readonly Resource[] | undefined {
  let found: { readonly limits: readonly Resource[]; readonly outcome: Outcome } | undefined;
  for (const limits of candidates) {
    const outcome = simulate(withoutLimits(fleet, limits, now.jobs), now.jobs);
    if (!isBetter(outcome, now)) continue;
    if (found === undefined || isBetter(outcome, found.outcome, 0)) found = { limits, outcome };
  }
  return found?.limits;
}

/** By the smallest step that brings nearly all that the whole relief would. */
function nextStep(before: Fleet, now: Outcome): Relief | undefined {
  const limits = bottleneck(before, now);
  if (limits === undefined) return undefined;
  const unlimited = simulate(withoutLimits(before, limits, now.jobs), now.jobs);
  let last: Relief | undefined;
  for (const fleet of reliefSteps(before, limits, unlimited)) {
    const outcome = simulate(fleet, now.jobs);
    last = { limits, before, fleet, outcome };
    if (!isBetter(unlimited, outcome)) break;
  }
  return last;
}
