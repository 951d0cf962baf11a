/** Fleets for tests of the model: Fargate as during the measurements of dispatch, without any other limit by default. */
import type { Fleet, FleetManager, JobDemand, PodHosting } from "../../../src/fleet/capacity/fleet";
import { capacityConstants } from "../../../src/facts/capacity";

type FargateHosting = Extract<PodHosting, { kind: "fargate" }>;

const unlimitedManager: FleetManager = {
  ...{ name: "runner", tokens: 1, concurrent: 10_000, requestConcurrency: 1, checkIntervalSeconds: 3 },
  // The manager shared two cores with the API server and the simulated GitLab.
  ...{ strict: false, cpu: 1, memoryMiB: Infinity, pollTimeoutSeconds: 3600 },
};

export interface Given {
  readonly managers?: number;
  readonly manager?: Partial<FleetManager>;
  readonly hosting?: Partial<FargateHosting>;
  readonly job?: Partial<JobDemand>;
  readonly registry?: Partial<Fleet["registry"]>;
}

export function fleetOf({ managers = 1, manager, hosting, job, registry }: Given): Fleet {
  const of = (name: keyof typeof capacityConstants) => capacityConstants[name].value;
  return {
    managers: Array.from({ length: managers }, () => ({ ...unlimitedManager, ...manager })),
    hosting: {
      ...{ kind: "fargate", podsOfQuota: Infinity, podsOfAddresses: Infinity, retries: false },
      ...{ launchesPerSecond: of("launchesPerSecond"), launchBurst: of("launchBurst") },
      ...{
        coldStartFromSeconds: of("coldStartFromSeconds"),
        coldStartToSeconds: of("coldStartToSeconds"),
      },
      ...hosting,
    },
    registry: { pullsPerSecond: Infinity, pulls: Infinity, ...registry },
    job: {
      ...{ seconds: 1, requestSeconds: of("requestSeconds"), updateSeconds: of("updateSeconds") },
      ...{ askAgainSeconds: of("askAgainSeconds"), jobsPerSecond: Infinity },
      ...{ createCpuSeconds: of("createCpuSeconds"), jobCpuSeconds: of("jobCpuSeconds") },
      ...{ managerMiB: of("managerMiB"), sessionMiB: of("sessionMiB") },
      ...job,
    },
  };
}

/** The first request is at 5 s, half a check interval, and takes 1 s. A pod starts at once. The job takes 100 s. */
const plain = {
  manager: { checkIntervalSeconds: 10, cpu: Infinity, pollTimeoutSeconds: 1000 },
  hosting: { coldStartFromSeconds: 0, coldStartToSeconds: 0, launchesPerSecond: Infinity },
  job: {
    ...{ seconds: 100, requestSeconds: 1, updateSeconds: 0, askAgainSeconds: 0 },
    ...{ createCpuSeconds: 0, jobCpuSeconds: 0, managerMiB: 0, sessionMiB: 0 },
  },
} as const satisfies Given;

export function plainFleet({ managers, manager, hosting, job, registry = {} }: Given = {}): Fleet {
  return fleetOf({
    ...(managers !== undefined && { managers }),
    manager: { ...plain.manager, ...manager },
    hosting: { ...plain.hosting, ...hosting },
    job: { ...plain.job, ...job },
    registry,
  });
}

export const nodes = (hosting: Partial<Extract<PodHosting, { kind: "nodes" }>> = {}): PodHosting => ({
  ...{ kind: "nodes", podsOfQuota: Infinity, podsOfPool: Infinity, warmPods: 0 },
  ...{ nodeStartSeconds: 60, podStartSeconds: 5 },
  ...hosting,
});
