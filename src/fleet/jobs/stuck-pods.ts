/**
 * Finds the job pods that are stuck: they cost money, and nothing will end them. A pod that is younger than every limit is
 * never stuck, nor is one that is being deleted.
 */
import { jobLabel, managerLabel, managerName } from "../../config/resource-names";
import { managerLimits } from "../../facts/limits";
import { secondsOf } from "./duration";
import { hasEnded, type Pod } from "./pod";
import { runnerMetadata, isJobPod, isLivingManager, type JobScope } from "./job-selector";

/** Seconds beyond a limit in which the manager does what it should by itself. */
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

/** Between the clocks of the API server and of a node. */
const skewMs = 60_000;

/** `limitSeconds` is the age beyond which it is one; of `ended`, the time since the end. */
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
  /** Pods of the managers' namespace; undefined where they are not known, so that none counts as gone. */
  readonly managers: readonly Pod[] | undefined;
  /** Milliseconds. */
  readonly now: number;
  /** Age from which any job pod hangs. @default none */
  readonly olderThanSeconds?: number;
}

/** The oldest first. */
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

/** Those that apply once it is old enough. */
function reasonsOf(pod: Pod, question: StuckPodQuery): readonly StuckReason[] {
  const { scope, now, olderThanSeconds } = question;
  const tooOld: readonly StuckReason[] =
    olderThanSeconds === undefined ? [] : [{ code: "too-old", limitSeconds: olderThanSeconds }];
  if (hasEnded(pod.phase)) {
    // Of one that does not tell when it ended it is not known whether anybody still looks at it.
    const isLeft = pod.lastChange !== undefined && now - pod.lastChange > margins.ended * 1000;
    return [...(isLeft ? [{ code: "ended", limitSeconds: margins.ended } as const] : []), ...tooOld];
  }
  const runner = scope.runners.find(({ name }) => name === pod.labels.get(jobLabel));
  // Of a runner that is in no configuration any more: the most that one may give.
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
 * A manager takes up no job of another manager, nor one of its own from before its restart. Pods are matched by our label, not
 * by the token, which several managers may share; and only where GitLab's label, which no job can change, agrees.
 */
function isManagerGone({ labels, created }: Pod, { scope, managers }: StuckPodQuery): boolean {
  const runner = labels.get(jobLabel) ?? "";
  if (managers === undefined || labels.get(runnerMetadata.managerLabel) !== labelOf(scope.cluster, runner))
    return false;
  return managers
    .filter((manager) => isLivingManager(manager, scope) && manager.labels.get(managerLabel) === runner)
    .every((manager) => Math.min(...since(manager)) > created + skewMs);
}

/** Of one whose container is between two starts it is not known which jobs it had. */
function since({ running, created }: Pod): readonly number[] {
  return running.length > 0 ? running : [created];
}

/** As `sanitizeLabel` of the runner leaves a name of letters, digits and hyphens. */
function labelOf(cluster: string, runner: string): string {
  return managerName(cluster, runner).slice(0, 63).replace(/-+$/, "");
}
