/**
 * Finds stuck job pods: pods that cost money and that nothing will end. A pod that is younger than every limit, or that is
 * being deleted, is never stuck.
 */
import { jobLabel, managerLabel, managerName } from "../../config/resource-names";
import { managerLimits } from "../../facts/limits";
import { secondsOf } from "./duration";
import { hasEnded, type Pod } from "./pod";
import { runnerMetadata, isJobPod, isLivingManager, type JobScope } from "./job-selector";

/** Seconds after a limit in which the manager still has time to end the pod itself. */
export const margins = {
  /** After poll_timeout it deletes the pod: cleanup_resources_timeout is five minutes. */
  pending: 300,
  /** After the job's timeout `after_script` has five minutes, and so has the clean-up. */
  timeout: 900,
  /** A manager that was just started may not be seen yet. */
  manager: 600,
  /** An ended pod is kept for anyone who looks at it. */
  ended: 3600,
} as const;

/** Difference allowed between the clocks of the API server and of a node. */
const skewMs = 60_000;

/** `limitSeconds` is the age above which the reason applies; for `ended`, the time since the end. */
export interface StuckReason {
  readonly code: "never-started" | "job-timeout" | "too-old" | "manager-gone" | "ended";
  readonly limitSeconds: number;
}

export interface StuckPod {
  readonly pod: Pod;
  readonly ageSeconds: number;
  /** At least one. */
  readonly reasons: readonly StuckReason[];
}

export interface StuckPodQuery {
  readonly scope: JobScope;
  readonly pods: readonly Pod[];
  /** Pods of the managers' namespace; undefined if they are unknown, so that no manager counts as gone. */
  readonly managers: readonly Pod[] | undefined;
  /** Milliseconds. */
  readonly now: number;
  /** Age above which every job pod is stuck. @default no limit */
  readonly olderThanSeconds?: number;
}

/** Stuck pods, the oldest first. */
export function findStuckPods(question: StuckPodQuery): readonly StuckPod[] {
  const { scope, pods, now } = question;
  return pods
    .filter((pod) => isJobPod(pod, scope) && !pod.ending)
    .map((pod) => {
      const ageSeconds = Math.floor((now - pod.created) / 1000);
      const reasons = reasonsOf(pod, question).filter(({ limitSeconds }) => ageSeconds > limitSeconds);
      return { pod, ageSeconds, reasons };
    })
    .filter(({ reasons }) => reasons.length > 0)
    .sort((one, other) => other.ageSeconds - one.ageSeconds);
}

/** Reasons that apply to the pod as soon as it is older than their limits. */
function reasonsOf(pod: Pod, question: StuckPodQuery): readonly StuckReason[] {
  const { scope, now, olderThanSeconds } = question;
  const tooOld: readonly StuckReason[] =
    olderThanSeconds === undefined ? [] : [{ code: "too-old", limitSeconds: olderThanSeconds }];
  if (hasEnded(pod.phase)) {
    // Without the time of its end, a user may still need the pod.
    const isLeft = pod.lastChange !== undefined && now - pod.lastChange > margins.ended * 1000;
    return [...(isLeft ? [{ code: "ended", limitSeconds: margins.ended } as const] : []), ...tooOld];
  }
  const runner = scope.runners.find(({ name }) => name === pod.labels.get(jobLabel));
  // A runner that is no longer configured: the maximum that a configuration allows.
  const pollSeconds = runner?.pollTimeoutSeconds ?? managerLimits.pollTimeoutSeconds;
  const timeout = secondsOf(pod.annotations.get(runnerMetadata.timeout) ?? "");
  return [
    ...(pod.phase === "Pending"
      ? [{ code: "never-started", limitSeconds: pollSeconds + margins.pending } as const]
      : []),
    ...(timeout === undefined
      ? []
      : [{ code: "job-timeout", limitSeconds: timeout + margins.timeout } as const]),
    ...(isManagerGone(pod, question)
      ? [{ code: "manager-gone", limitSeconds: margins.manager } as const]
      : []),
    ...tooOld,
  ];
}

/**
 * Whether no manager will end the pod: a manager resumes neither the jobs of another manager nor its own jobs from before a
 * restart. Pods are matched by the label of glrunner, because several managers may share a token, and only if the label of
 * GitLab Runner, which no job can change, agrees.
 */
function isManagerGone({ labels, created }: Pod, { scope, managers }: StuckPodQuery): boolean {
  const runner = labels.get(jobLabel) ?? "";
  if (managers === undefined || labels.get(runnerMetadata.managerLabel) !== labelOf(scope.cluster, runner))
    return false;
  return managers
    .filter((manager) => isLivingManager(manager, scope) && manager.labels.get(managerLabel) === runner)
    .every((manager) => Math.min(...since(manager)) > created + skewMs);
}

/** The start of the manager. Without a running container it is unknown which jobs it had, so the creation counts. */
function since({ running, created }: Pod): readonly number[] {
  return running.length > 0 ? running : [created];
}

/** The manager's name after `sanitizeLabel` of the runner, for names of letters, digits and hyphens. */
function labelOf(cluster: string, runner: string): string {
  return managerName(cluster, runner).slice(0, 63).replace(/-+$/, "");
}
