/**
 * The levers: for each resource, the fleet without that limit, and the fleets of the realistic steps toward it. A setting of
 * a manager doubles up to its maximum; a number of pods goes to what the unlimited run used; a rate doubles.
 */
import { managerLimits } from "../../facts/limits";
import type { Fleet, FleetManager, Outcome, PodPlace, Resource } from "./fleet";

interface Lever {
  /** Without this limit, as far as it can be lifted. */
  readonly full: (fleet: Fleet, jobs: number) => Fleet;
  /** Steps toward it, the smallest first, from what the run without it took. */
  readonly steps: (fleet: Fleet, unlimited: Outcome) => Iterable<Fleet>;
}

/** Images a second from a private registry of ECR are so many that nothing waits; its limit is a job's to find. */
const otherRegistry = { pullsPerSecond: Infinity, pulls: Infinity };

type ManagerNumber = "requestConcurrency" | "pollTimeoutSeconds" | "cpu" | "memoryMiB";

const doublings = 12;

/** A setting of every manager, doubled until it is at its managerLimits. */
function managerLever(key: ManagerNumber, limit: number): Lever {
  const set = (fleet: Fleet, value: (manager: FleetManager) => number): Fleet => ({
    ...fleet,
    managers: fleet.managers.map((manager) => ({
      ...manager,
      [key]: Math.max(manager[key], value(manager)),
    })),
  });
  return {
    full: (fleet) => set(fleet, () => limit),
    *steps(fleet) {
      for (let step = 1; step <= doublings; step += 1) {
        yield set(fleet, (manager) => Math.min(limit, manager[key] * 2 ** step));
      }
    },
  };
}

/** A number of the place, set to what the run without the limit took. */
function placeLever(key: string, taken: (outcome: Outcome, jobs: number) => number): Lever {
  const set = ({ place, ...fleet }: Fleet, value: number): Fleet => ({
    ...fleet,
    place: withNumber(place, key, value),
  });
  return {
    full: (fleet) => set(fleet, Infinity),
    *steps(fleet, unlimited) {
      yield set(fleet, taken(unlimited, unlimited.jobs));
    },
  };
}

function withNumber(place: PodPlace, key: string, value: number): PodPlace {
  return key in place ? { ...place, [key]: value } : place;
}

const launchLever: Lever = {
  full: (fleet) => launching(fleet, Infinity),
  *steps(fleet) {
    for (let step = 1; step <= doublings; step += 1) yield launching(fleet, 2 ** step);
  },
};

function launching(fleet: Fleet, factor: number): Fleet {
  const { place } = fleet;
  if (place.kind !== "fargate") return fleet;
  return { ...fleet, place: { ...place, launchesPerSecond: place.launchesPerSecond * factor } };
}

/** More managers like the ones there are: to raise `concurrent` alone would have each do more. */
const managersLever: Lever = {
  full: (fleet, jobs) => moreManagers(fleet, jobs),
  *steps(fleet, unlimited) {
    yield moreManagers(fleet, unlimited.jobs);
  },
};

function moreManagers(fleet: Fleet, jobs: number): Fleet {
  const { managers } = fleet;
  const places = managers.reduce((sum, { concurrent }) => sum + concurrent, 0);
  const times = Math.max(1, Math.ceil(jobs / Math.max(1, places)));
  return { ...fleet, managers: Array.from({ length: times }, () => managers).flat() };
}

const intervalLever: Lever = {
  full: (fleet) => ({
    ...fleet,
    managers: fleet.managers.map((each) => ({ ...each, checkIntervalSeconds: 1 })),
  }),
  *steps(fleet) {
    yield intervalLever.full(fleet, 0);
  },
};

const registryLever: Lever = {
  full: (fleet) => ({ ...fleet, registry: otherRegistry }),
  *steps(fleet) {
    yield { ...fleet, registry: otherRegistry };
  },
};

const gitlabLever: Lever = {
  full: (fleet) => handingOut(fleet, Infinity),
  *steps(fleet) {
    for (let step = 1; step <= doublings; step += 1) yield handingOut(fleet, 2 ** step);
  },
};

function handingOut({ job, ...fleet }: Fleet, factor: number): Fleet {
  return { ...fleet, job: { ...job, jobsPerSecond: job.jobsPerSecond * factor } };
}

const levers: Readonly<Record<Resource, Lever>> = {
  "gitlab-rate": gitlabLever,
  "request-concurrency": managerLever("requestConcurrency", managerLimits.requestConcurrency),
  "check-interval": intervalLever,
  concurrent: managersLever,
  "manager-cpu": managerLever("cpu", managerLimits.cpu),
  "manager-memory": managerLever("memoryMiB", Infinity),
  "vcpu-quota": placeLever("podsOfQuota", ({ peakPods }) => peakPods),
  addresses: placeLever("podsOfAddresses", ({ peakPods }) => peakPods),
  "pool-limit": placeLever("podsOfPool", ({ peakPods }) => peakPods),
  "launch-rate": launchLever,
  "image-pulls": registryLever,
  "poll-timeout": managerLever("pollTimeoutSeconds", managerLimits.pollTimeoutSeconds),
};

export function withoutLimits(fleet: Fleet, of: readonly Resource[], jobs: number): Fleet {
  return of.reduce((result, resource) => levers[resource].full(result, jobs), fleet);
}

/** Fleets with ever more of these, to the end of what their levers allow. */
export function* reliefSteps(fleet: Fleet, of: readonly Resource[], unlimited: Outcome): Generator<Fleet> {
  const [first, second] = of;
  if (first === undefined) return;
  for (const one of levers[first].steps(fleet, unlimited)) {
    if (second === undefined) yield one;
    else yield* levers[second].steps(one, unlimited);
  }
}
