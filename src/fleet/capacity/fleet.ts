/** Input and output of the fleet model: plain data, in seconds, vCPU and MiB. Infinity means no limit. */

/** A manager pod: one process of GitLab Runner. */
export interface FleetManager {
  readonly name: string;
  /** Runners in its configuration. Each of them requests jobs separately. */
  readonly tokens: number;
  readonly concurrent: number;
  readonly requestConcurrency: number;
  readonly checkIntervalSeconds: number;
  /** `strict_check_interval`: one request an interval, and none immediately after a job. */
  readonly strict: boolean;
  readonly cpu: number;
  readonly memoryMiB: number;
  readonly pollTimeoutSeconds: number;
}

/** Where job pods run, with its limits and its start times. */
export type PodHosting =
  | {
      readonly kind: "fargate";
      /** Pods that fit into the vCPU quota. */
      readonly podsOfQuota: number;
      /** Pods that the free addresses of the subnets allow. */
      readonly podsOfAddresses: number;
      /** Whether Fargate tries a pod without room again. */
      readonly retries: boolean;
      readonly launchesPerSecond: number;
      readonly launchBurst: number;
      readonly coldStartFromSeconds: number;
      readonly coldStartToSeconds: number;
    }
  | {
      readonly kind: "nodes";
      /** Pods that fit into the quota of instances. */
      readonly podsOfQuota: number;
      /** Pods that fit into the limit of the node pool. */
      readonly podsOfPool: number;
      /** Pods that fit on nodes that are ready before the jobs are queued. */
      readonly warmPods: number;
      readonly nodeStartSeconds: number;
      readonly podStartSeconds: number;
    };

/** Limits of the registry of the job's image. */
export interface Registry {
  readonly pullsPerSecond: number;
  /** Total number of pulls that it allows. */
  readonly pulls: number;
}

/** What each job needs of GitLab and of its manager. */
export interface JobDemand {
  readonly seconds: number;
  readonly requestSeconds: number;
  readonly updateSeconds: number;
  readonly askAgainSeconds: number;
  /** Jobs a second that GitLab assigns to all managers together. */
  readonly jobsPerSecond: number;
  readonly createCpuSeconds: number;
  readonly jobCpuSeconds: number;
  readonly managerMiB: number;
  readonly sessionMiB: number;
}

export interface Fleet {
  readonly managers: readonly FleetManager[];
  readonly hosting: PodHosting;
  readonly registry: Registry;
  readonly job: JobDemand;
}

/** Resources that can limit a fleet, in the order in which a job needs them. */
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

/** Why a job fails, in the order in which it can fail. */
export const failureReasons = [
  "no-room",
  "no-address",
  "pod-too-late",
  "no-image",
  "manager-out-of-memory",
  "never-taken",
] as const;
export type FailureReason = (typeof failureReasons)[number];

/** The sorted times at which jobs reached each state. A job that never reached a state has no time in it. */
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
  /** Seconds from when the jobs were queued to the end of the last one that ended. */
  readonly seconds: number;
  /** Maximum number of pods at once. */
  readonly peakPods: number;
  /** Maximum memory of one manager. */
  readonly peakMiB: number;
  /** Resources for which jobs waited, or because of which they failed. */
  readonly constraints: ReadonlySet<Resource>;
  /** Calculated only when called. */
  readonly curves: () => Curves;
}
