/** Pods as the Kubernetes API returns them, with the labels by which glrunner identifies jobs and managers. */
import { readPod, type Pod } from "../../../src/fleet/jobs/pod";
import type { JobScope } from "../../../src/fleet/jobs/job-selector";

/** 2026-11-28T12:00:00Z. */
export const now = Date.UTC(2026, 10, 28, 12);

export const scope: JobScope = {
  cluster: "ci",
  managerNamespace: "gitlab-runner",
  runners: [
    { name: "fast", namespace: "gitlab-jobs-fargate", pollTimeoutSeconds: 600 },
    { name: "spot", namespace: "gitlab-jobs-spot", pollTimeoutSeconds: 900 },
  ],
};

export interface PodProps {
  readonly name: string;
  readonly namespace?: string;
  /** Added to the labels of a job of the runner `fast`. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ageSeconds: number;
  /** Creation, in milliseconds. @default `now` */
  readonly at?: number;
  /** @default Running */
  readonly phase?: string;
  readonly deleted?: boolean;
  /** Milliseconds since the start of each running container. @default no container runs */
  readonly running?: readonly number[];
  /** Milliseconds since the end of its container. @default it has not ended */
  readonly endedSeconds?: number;
  readonly spec?: object;
  readonly status?: object;
}

export const jobLabels = {
  "glrunner/runner": "fast",
  "job.runner.gitlab.com/pod": "runner-abc-project-7-concurrent-0",
  "manager.runner.gitlab.com/name": "ci-fast",
};

export function jobPod(props: PodProps) {
  return anyPod({ ...props, labels: { ...jobLabels, ...props.labels } });
}

export function managerPod(props: PodProps & { readonly runner?: string }) {
  const { runner = "fast", ...rest } = props;
  return anyPod({ namespace: "gitlab-runner", ...rest, labels: { "glrunner/manager": runner } });
}

export function anyPod(props: PodProps) {
  const { name, namespace = "gitlab-jobs-fargate", labels = {}, ageSeconds, phase = "Running" } = props;
  const ago = (seconds: number) => new Date((props.at ?? now) - seconds * 1000).toISOString();
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      ...{ name, namespace, labels, uid: `uid-${name}`, resourceVersion: "1" },
      annotations: { "job.runner.gitlab.com/timeout": "1h0m0s", ...props.annotations },
      creationTimestamp: ago(ageSeconds),
      ...(props.deleted === true && { deletionTimestamp: ago(0) }),
    },
    spec: props.spec ?? {},
    status: {
      phase,
      containerStatuses: [
        ...(props.running ?? []).map((seconds) => ({ state: { running: { startedAt: ago(seconds) } } })),
        ...(props.endedSeconds === undefined
          ? []
          : [{ state: { terminated: { finishedAt: ago(props.endedSeconds) } } }]),
      ],
      ...props.status,
    },
  };
}

export function podOf(object: object): Pod {
  const pod = readPod(object);
  if (pod === undefined) throw new Error("this is no pod");
  return pod;
}
