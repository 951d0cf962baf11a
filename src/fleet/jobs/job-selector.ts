/**
 * Which pods are jobs of this cluster's runners: those with both labels, glrunner's and GitLab's, in a namespace of the
 * configuration's jobs. Never a manager, nor a pause pod by which GitLab Runner reserves room. Nothing else is deleted.
 */
import { jobLabel, managerLabel } from "../../config/resource-names";
import { managerNamespace, type Config } from "../../config/config";
import { hasEnded, type Pod } from "./pod";

/**
 * On every job pod, and nothing else; a job's variables cannot change them.
 * Source: gitlab-org/gitlab-runner@d79f3e7b:executors/kubernetes/kubernetes.go, buildLabels, buildPodAnnotations.
 */
export const runnerMetadata = {
  podLabel: "job.runner.gitlab.com/pod",
  /** The manager's name, as `sanitizeLabel` leaves it. */
  managerLabel: "manager.runner.gitlab.com/name",
  /** Of what keeps room for jobs: executors/kubernetes/autoscaler/pause_pod_manager.go. */
  pauseLabel: "runner.gitlab.com/pause-pod",
  timeout: "job.runner.gitlab.com/timeout",
  url: "job.runner.gitlab.com/url",
} as const;

/** What lists them, as the API takes it. */
export const jobSelector = `${jobLabel},${runnerMetadata.podLabel}`;

export interface RunnerScope {
  readonly name: string;
  readonly namespace: string;
  /** How long its manager waits for a pod. */
  readonly pollTimeoutSeconds: number;
}

/** Plain data, so that it can be handed to the clean-up in the cluster. */
export interface JobScope {
  readonly cluster: string;
  readonly managerNamespace: string;
  readonly runners: readonly RunnerScope[];
}

export function scopeOf({ name, runners }: Pick<Config, "name" | "runners">): JobScope {
  return {
    cluster: name,
    managerNamespace,
    runners: runners.map(({ name, namespace, manager: { pollTimeoutSeconds } }) => ({
      ...{ name, namespace, pollTimeoutSeconds },
    })),
  };
}

/** Of the jobs, each once. */
export function namespacesOf({ runners, managerNamespace }: JobScope): readonly string[] {
  return [...new Set(runners.map(({ namespace }) => namespace))].filter((each) => each !== managerNamespace);
}

export function isJobPod({ labels, namespace }: Pod, scope: JobScope): boolean {
  return (
    labels.has(jobLabel) &&
    labels.has(runnerMetadata.podLabel) &&
    !labels.has(managerLabel) &&
    !labels.has(runnerMetadata.pauseLabel) &&
    namespacesOf(scope).includes(namespace)
  );
}

/** Managers that have not ended. One that is being deleted lets its jobs finish first. */
export function isLivingManager({ labels, namespace, phase }: Pod, scope: JobScope): boolean {
  return namespace === scope.managerNamespace && labels.has(managerLabel) && !hasEnded(phase);
}
