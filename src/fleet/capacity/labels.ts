/** Texts of the fleet model: limits, reasons of failures and durations. */
import { failureReasons, type FailureReason, type Outcome, type Resource } from "./fleet";

export const resourceTexts: Readonly<Record<Resource, string>> = {
  "gitlab-rate": "how many jobs a second GitLab assigns",
  "request-concurrency": "job requests at once (request_concurrency)",
  "check-interval": "the time between a manager's first requests (check_interval)",
  concurrent: "jobs at once (concurrent)",
  "manager-cpu": "CPU of the managers",
  "manager-memory": "memory of the managers",
  "vcpu-quota": "the account's vCPU quota",
  addresses: "addresses of the private subnets",
  "pool-limit": "the node pool's maxCpu",
  "launch-rate": "how many pods a second Fargate launches",
  "image-pulls": "the image registry's limit",
  "poll-timeout": "how long a manager waits for a pod (poll_timeout)",
};

export const failureTexts: Readonly<Record<FailureReason, string>> = {
  "no-room": "the vCPU quota left no room for the pod; GitLab reports `timed out waiting for pod to start`",
  "no-address":
    "the subnets had no address left for the pod; GitLab reports `timed out waiting for pod to start`",
  "pod-too-late": "the pod started too late; GitLab reports `timed out waiting for pod to start`",
  "no-image": "the registry refused more pulls from this address; GitLab reports `toomanyrequests`",
  "manager-out-of-memory": "the manager ran out of memory; GitLab still shows these jobs as running",
  "never-taken": "no manager was left to take the job",
};

/** A duration with its two largest units, such as `2 min 5 s`. */
export function durationOf(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  if (hours > 0) return `${hours} h ${minutes} min`;
  if (minutes === 0) return `${rest} s`;
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
}

/** The outcome in one sentence. */
export function outcomeText({
  jobs,
  succeeded,
  seconds,
}: Pick<Outcome, "jobs" | "succeeded" | "seconds">): string {
  if (succeeded === jobs) return `all ${jobs} succeed, in ${durationOf(seconds)}`;
  return `${succeeded} of ${jobs} succeed and ${jobs - succeeded} fail, in ${durationOf(seconds)}`;
}

/** The reasons of failures that occurred, with their counts. */
export function failuresOf({ failures }: Outcome): readonly { reason: FailureReason; count: number }[] {
  return failureReasons
    .map((reason) => ({ reason, count: failures[reason] }))
    .filter(({ count }) => count > 0);
}

/** When the first job starts; undefined if no job starts. */
export function firstStartSeconds({ curves }: Pick<Outcome, "curves">): number | undefined {
  return curves().running[0];
}
