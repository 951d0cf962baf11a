/**
 * Selects the job pods of this cluster's runners: pods with the labels of glrunner and of GitLab Runner, in a namespace of the
 * configured runners. A manager, and a pause pod by which GitLab Runner reserves room, is never a job pod. Only job pods are
 * deleted.
 */
import { jobLabel, managerLabel } from "../../config/resource-names";
import { managerNamespace, type Config } from "../../config/config";
import { hasEnded, type Pod } from "./pod";

/**
 * Labels and annotations that GitLab Runner sets on every job pod. The variables of a job cannot change them.
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

/** Label selector for job pods. */
export const jobSelector = `${jobLabel},${runnerMetadata.podLabel}`;

export interface RunnerScope {
  readonly name: string;
  readonly namespace: string;
  /** How long the manager waits for a pod to start. */
  readonly pollTimeoutSeconds: number;
}

/** Plain data, because the job cleaner reads it as JSON. */
export interface JobScope {
  readonly cluster: string;
  readonly managerNamespace: string;
  readonly runners: readonly RunnerScope[];
}

/** The part of the configuration that identifies job pods. */
export function scopeOf({ name, runners }: Pick<Config, "name" | "runners">): JobScope {
  return {
    cluster: name,
    managerNamespace,
    runners: runners.map(({ name, namespace, manager: { pollTimeoutSeconds } }) => ({
      ...{ name, namespace, pollTimeoutSeconds },
    })),
  };
}

/** Namespaces of the jobs, each once. */
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

/** Whether a pod is a manager that has not ended. A manager that is being deleted counts, because it finishes its jobs first. */
export function isLivingManager({ labels, namespace, phase }: Pod, scope: JobScope): boolean {
  return namespace === scope.managerNamespace && labels.has(managerLabel) && !hasEnded(phase);
}
