/** Input and output of the fleet model: plain data, in seconds, vCPU and MiB. Infinity means no limit. */

/** A manager pod: one process of GitLab Runner. */
export interface FleetManager {
  readonly name: string;
  /** Runners in its configuration, each of which asks GitLab by itself. */
  readonly tokens: number;
  readonly concurrent: number;
  readonly requestConcurrency: number;
  readonly checkIntervalSeconds: number;
  /** `strict_check_interval`: one request an interval, never another at once after a job. */
  readonly strict: boolean;
  readonly cpu: number;
  readonly memoryMiB: number;
  readonly pollTimeoutSeconds: number;
}

/** Where job pods run. */
export type PodPlace =
  | {
      readonly kind: "fargate";
      /** Pods of this size that the vCPU quota leaves room for. */
      readonly podsOfQuota: number;
      /** Pods that the subnets have an address for. */
      readonly podsOfAddresses: number;
      /** Whether a pod that found no room is tried again. */
      readonly retries: boolean;
      readonly launchesPerSecond: number;
      readonly launchBurst: number;
      readonly coldStartFromSeconds: number;
      readonly coldStartToSeconds: number;
    }
  | {
      readonly kind: "nodes";
      /** Pods that the quota of instances leaves room for. */
      readonly podsOfQuota: number;
      /** Pods that the node pool's own limit leaves room for. */
      readonly podsOfPool: number;
      /** Pods that have room on nodes which are up before the jobs come. */
      readonly warmPods: number;
      readonly nodeStartSeconds: number;
      readonly podStartSeconds: number;
    };

/** The registry of the job's image. */
export interface Registry {
  readonly pullsPerSecond: number;
  /** Images that it gives at all. */
  readonly pulls: number;
}

/** What each job takes of GitLab and of its manager. */
export interface JobDemand {
  readonly seconds: number;
  readonly requestSeconds: number;
  readonly updateSeconds: number;
  readonly askAgainSeconds: number;
  /** Jobs that GitLab hands out in a second, to all together. */
  readonly jobsPerSecond: number;
  readonly createCpuSeconds: number;
  readonly jobCpuSeconds: number;
  readonly managerMiB: number;
  readonly sessionMiB: number;
}

export interface Fleet {
  readonly managers: readonly FleetManager[];
  readonly place: PodPlace;
  readonly registry: Registry;
  readonly job: JobDemand;
}

/** What can hold a fleet up, in the order in which a job meets it. */
export const resources = [
  "gitlab-rate",
  "request-concurrency",
  "check-interval",
  "concurrent",
  "manager-cpu",
  "manager-memory",
  "vcpu-quota",
  "addresses",
  "pool-limit",
  "launch-rate",
  "image-pulls",
  "poll-timeout",
] as const;
export type Resource = (typeof resources)[number];

/** Why a job fails, in the order in which it can. */
export const failureReasons = [
  "no-room",
  "no-address",
  "pod-too-late",
  "no-image",
  "manager-out-of-memory",
  "never-taken",
] as const;
export type FailureReason = (typeof failureReasons)[number];

/** When things happened, sorted; a job that never came so far is not in it. */
export interface Curves {
  readonly taken: Float64Array;
  readonly created: Float64Array;
  readonly running: Float64Array;
  readonly succeeded: Float64Array;
  readonly failed: Float64Array;
}

export interface Outcome {
  readonly jobs: number;
  readonly succeeded: number;
  readonly failures: Readonly<Record<FailureReason, number>>;
  /** Seconds from when the jobs were there to the end of the last one that ended. */
  readonly seconds: number;
  /** Most pods that took room at once. */
  readonly peakPods: number;
  /** Highest memory of a manager. */
  readonly peakMiB: number;
  /** What jobs had to wait for, or were lost to. */
  readonly felt: ReadonlySet<Resource>;
  /** Made when asked for. */
  readonly curves: () => Curves;
}
