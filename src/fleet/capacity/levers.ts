/**
 * The levers: for each resource, the fleet without that limit, and fleets with realistic steps toward it. A setting of a manager
 * and a rate double up to their maximum. A number of pods goes to what the run without the limit used.
 */
import { managerLimits } from "../../facts/limits";
import type { Fleet, FleetManager, Outcome, Resource } from "./fleet";

interface Lever {
  /** The fleet without this limit, as far as it can be removed. */
  readonly full: (fleet: Fleet, jobs: number) => Fleet;
  /** Steps toward it, the smallest first. @param unlimited the run without the limit */
  readonly steps: (fleet: Fleet, unlimited: Outcome) => Iterable<Fleet>;
}

const doublings = 12;

/** A value that doubles. @param scaled the fleet with the value multiplied; the factor Infinity removes the limit */
const doublingLever = (scaled: (fleet: Fleet, factor: number) => Fleet): Lever => ({
  full: (fleet) => scaled(fleet, Infinity),
  *steps(fleet) {
    for (let step = 1; step <= doublings; step += 1) yield scaled(fleet, 2 ** step);
  },
});

/** A change that has only one step. */
const singleLever = (changed: (fleet: Fleet, jobs: number) => Fleet): Lever => ({
  full: changed,
  *steps(fleet, { jobs }) {
    yield changed(fleet, jobs);
  },
});

type ManagerNumber = "requestConcurrency" | "pollTimeoutSeconds" | "cpu" | "memoryMiB";

/** A setting of every manager, doubled up to its limit. */
const managerLever = (key: ManagerNumber, limit: number): Lever =>
  doublingLever((fleet, factor) =>
    withManagers(fleet, (manager) => ({
      [key]: Math.max(manager[key], Math.min(limit, manager[key] * factor)),
    })),
  );

const withManagers = (fleet: Fleet, change: (manager: FleetManager) => Partial<FleetManager>): Fleet => ({
  ...fleet,
  managers: fleet.managers.map((manager) => ({ ...manager, ...change(manager) })),
});

/** A number of pods, set to the pods that the run without the limit had at once. */
function podsLever(key: "podsOfQuota" | "podsOfAddresses" | "podsOfPool"): Lever {
  const withPods = (fleet: Fleet, pods: number): Fleet =>
    key in fleet.hosting ? { ...fleet, hosting: { ...fleet.hosting, [key]: pods } } : fleet;
  return {
    full: (fleet) => withPods(fleet, Infinity),
    *steps(fleet, { peakPods }) {
      yield withPods(fleet, peakPods);
    },
  };
}

const launchLever = doublingLever((fleet, factor) => {
  const { hosting } = fleet;
  if (hosting.kind !== "fargate") return fleet;
  return { ...fleet, hosting: { ...hosting, launchesPerSecond: hosting.launchesPerSecond * factor } };
});

/** More managers like the existing ones. With a higher `concurrent` each manager would have to do more. */
const managersLever = singleLever((fleet, jobs) => {
  const { managers } = fleet;
  const slots = managers.reduce((sum, { concurrent }) => sum + concurrent, 0);
  const times = Math.max(1, Math.ceil(jobs / Math.max(1, slots)));
  return { ...fleet, managers: Array.from({ length: times }, () => managers).flat() };
});

const levers: Readonly<Record<Resource, Lever>> = {
  "gitlab-rate": doublingLever(({ job, ...fleet }, factor) => ({
    ...{ ...fleet, job: { ...job, jobsPerSecond: job.jobsPerSecond * factor } },
  })),
  "request-concurrency": managerLever("requestConcurrency", managerLimits.requestConcurrency),
  "check-interval": singleLever((fleet) => withManagers(fleet, () => ({ checkIntervalSeconds: 1 }))),
  concurrent: managersLever,
  "manager-cpu": managerLever("cpu", managerLimits.cpu),
  "manager-memory": managerLever("memoryMiB", Infinity),
  "vcpu-quota": podsLever("podsOfQuota"),
  addresses: podsLever("podsOfAddresses"),
  "pool-limit": podsLever("podsOfPool"),
  "launch-rate": launchLever,
  // A private registry of ECR allows so many pulls a second that no job waits.
  "image-pulls": singleLever((fleet) => ({
    ...fleet,
    registry: { pullsPerSecond: Infinity, pulls: Infinity },
  })),
  "poll-timeout": managerLever("pollTimeoutSeconds", managerLimits.pollTimeoutSeconds),
};

/** The fleet without the limits of these resources. */
export function withoutLimits(fleet: Fleet, limits: readonly Resource[], jobs: number): Fleet {
  return limits.reduce((result, resource) => levers[resource].full(result, jobs), fleet);
}

/** Fleets with more and more of one or two resources, up to the end of their levers. */
export function* changeSteps(
  fleet: Fleet,
  [first, second]: readonly Resource[],
  unlimited: Outcome,
): Generator<Fleet> {
  if (first === undefined) return;
  for (const changed of levers[first].steps(fleet, unlimited)) {
    if (second === undefined) yield changed;
    else yield* levers[second].steps(changed, unlimited);
  }
}
