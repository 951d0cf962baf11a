/**
 * Compares the three measurements in the tutorial of May 2023 with the results of the model for the same fleet:
 * their differences, and the values of assumed constants that would explain the second one. The model is not fitted
 * to them. docs/capacity.md shows the table.
 */
import type { ParsedConfig } from "../../../src/config/schema";
import type { Fleet } from "../../../src/fleet/capacity/fleet";
import { simulate } from "../../../src/fleet/capacity/simulate";

type Capacity = ParsedConfig["capacity"];

/** `measuredSeconds` is undefined if the jobs hung. */
interface TutorialPoint {
  readonly jobs: number;
  readonly managers: number;
  readonly said: string;
  readonly measuredSeconds: number | undefined;
}

const tutorialPoints: readonly TutorialPoint[] = [
  { jobs: 200, managers: 1, said: "just under 2 minutes", measuredSeconds: 115 },
  { jobs: 400, managers: 2, said: "just over 3 minutes", measuredSeconds: 185 },
  // Five managers for 300 jobs were tried. The tutorial does not say how many jobs each had.
  { jobs: 1500, managers: 5, said: "hung", measuredSeconds: undefined },
];

/** An assumption with another value, and the results of the model for each measurement. */
interface Explanation {
  readonly what: string;
  /** Seconds and failed jobs of each measurement. */
  readonly points: readonly { readonly seconds: number; readonly lost: number }[];
}

interface TutorialComparison {
  readonly points: readonly (TutorialPoint & {
    readonly seconds: number;
    readonly lost: number;
    /** The model's seconds divided by the measured ones; undefined without a measured time. */
    readonly distance: number | undefined;
  })[];
  readonly explanations: readonly Explanation[];
  /** Assumptions that cannot explain it, because jobs would fail at much smaller values. */
  readonly excluded: readonly string[];
}

interface Assumed {
  readonly launchesPerSecond?: number;
  readonly pullsPerSecond?: number;
  readonly coldStartToSeconds?: number;
  readonly jobCpuSeconds?: number;
  readonly jobsPerSecond?: number;
}

/** A chart without resources on Fargate, `poll_timeout` 90, jobs that run echo, an image from ECR Public. */
function tutorialFleet(capacity: Capacity, { jobs, managers }: TutorialPoint, assumed: Assumed): Fleet {
  const { requestSeconds, updateSeconds, askAgainSeconds, createCpuSeconds } = capacity;
  return {
    managers: Array.from({ length: managers }, (_, index) => ({
      ...{ name: `runner${index + 1}`, tokens: 1, concurrent: jobs / managers, strict: false },
      ...{ requestConcurrency: 1, checkIntervalSeconds: 3 },
      ...{ cpu: 0.25, memoryMiB: 512, pollTimeoutSeconds: 90 },
    })),
    hosting: {
      kind: "fargate",
      podsOfQuota: Infinity,
      podsOfAddresses: Infinity,
      retries: capacity.fargateRetries,
      launchesPerSecond: assumed.launchesPerSecond ?? capacity.launchesPerSecond,
      launchBurst: capacity.launchBurst,
      coldStartFromSeconds: capacity.coldStartFromSeconds,
      coldStartToSeconds: assumed.coldStartToSeconds ?? capacity.coldStartToSeconds,
    },
    registry: { pullsPerSecond: assumed.pullsPerSecond ?? capacity.ecrPublicPullsPerSecond, pulls: Infinity },
    job: {
      ...{ seconds: 1, requestSeconds, updateSeconds, askAgainSeconds, createCpuSeconds },
      jobsPerSecond: assumed.jobsPerSecond ?? capacity.gitlabJobsPerSecond ?? Infinity,
      jobCpuSeconds: assumed.jobCpuSeconds ?? capacity.jobCpuSeconds,
      managerMiB: capacity.managerMiB,
      sessionMiB: capacity.sessionMiB,
    },
  };
}

function played(capacity: Capacity, point: TutorialPoint, assumed: Assumed) {
  const { seconds, succeeded } = simulate(tutorialFleet(capacity, point, assumed), point.jobs);
  return { seconds, lost: point.jobs - succeeded };
}

interface Doubt {
  readonly what: string;
  readonly at: (value: number) => Assumed;
  /** From the assumed value to an absurd one. Each step makes the model slower. */
  readonly range: (capacity: Capacity) => readonly [number, number];
}

const doubts: readonly Doubt[] = [
  {
    what: "gitlabJobsPerSecond",
    at: (jobsPerSecond) => ({ jobsPerSecond }),
    range: () => [100, 0.5],
  },
  {
    what: "launchesPerSecond",
    at: (launchesPerSecond) => ({ launchesPerSecond }),
    range: ({ launchesPerSecond }) => [launchesPerSecond, 0.5],
  },
  {
    what: "ecrPublicPullsPerSecond",
    at: (pullsPerSecond) => ({ pullsPerSecond }),
    range: ({ ecrPublicPullsPerSecond }) => [ecrPublicPullsPerSecond, 0.5],
  },
  {
    what: "coldStartToSeconds",
    at: (coldStartToSeconds) => ({ coldStartToSeconds }),
    range: ({ coldStartToSeconds }) => [coldStartToSeconds, 600],
  },
  {
    what: "jobCpuSeconds",
    at: (jobCpuSeconds) => ({ jobCpuSeconds }),
    range: ({ jobCpuSeconds }) => [jobCpuSeconds, 1],
  },
];

const halvings = 12;

/** The value at which the model matches the second measurement, if there is one before jobs fail. */
function meeting(capacity: Capacity, doubt: Doubt, point: TutorialPoint): number | undefined {
  const target = point.measuredSeconds ?? 0;
  const [first, last] = doubt.range(capacity);
  let [near, far] = [first, last];
  for (let step = 0; step < halvings; step += 1) {
    const middle = (near + far) / 2;
    const { seconds, lost } = played(capacity, point, doubt.at(middle));
    if (seconds < target && lost === 0) near = middle;
    else far = middle;
  }
  const { seconds, lost } = played(capacity, point, doubt.at(near));
  return lost === 0 && seconds > target * 0.97 ? near : undefined;
}

function explanations(capacity: Capacity): Pick<TutorialComparison, "explanations" | "excluded"> {
  const [, slow] = tutorialPoints;
  const explain = (what: string, assumed: Assumed): Explanation => ({
    what,
    points: tutorialPoints.map((point) => played(capacity, point, assumed)),
  });
  const met = doubts.map((doubt) => ({ doubt, value: slow && meeting(capacity, doubt, slow) }));
  return {
    explanations: met.flatMap(({ doubt, value }) =>
      value === undefined ? [] : [explain(doubt.what, doubt.at(value))],
    ),
    excluded: met.flatMap(({ doubt, value }) => (value === undefined ? [doubt.what] : [])),
  };
}

export function compareWithTutorial(capacity: Capacity): TutorialComparison {
  return {
    points: tutorialPoints.map((point) => {
      const { seconds, lost } = played(capacity, point, {});
      const { measuredSeconds } = point;
      return { ...point, seconds, lost, distance: measuredSeconds && seconds / measuredSeconds - 1 };
    }),
    ...explanations(capacity),
  };
}
