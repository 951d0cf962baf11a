/**
 * Errors that fail a job before its script starts, on Fargate or on a new node: the text in the job's log, its cause, and
 * how often the runner should try again. `retry_limits` of each runner and docs/job-errors.md come from this table.
 *
 * Sources, read 2026-11-30: gitlabhq/gitlab-runner@d79f3e7b: docs/executors/kubernetes/_index.md (number of request attempts) and
 * troubleshooting.md, executors/kubernetes/kubernetes.go (retryNetworkErrorsGroup, NewRetry, requestPodCreation) and util.go
 * (waitForPodRunning, WaitForPodReachable), executors/kubernetes/internal/watchers/pod.go; for the certificate
 * repost.aws/articles/ARv5gI9t1CSeqnp7oDcKV14A (AWS, "Kubelet Server Certificate Untaint").
 */

import type { FactTable } from "../fact-table";

export const jobStartErrorsTable = {
  name: "Errors that fail a job before its script",
  readOn: "2026-11-30",
  sources: [
    "gitlabhq/gitlab-runner@d79f3e7b docs/executors/kubernetes and executors/kubernetes",
    "https://repost.aws/articles/ARv5gI9t1CSeqnp7oDcKV14A",
  ],
  lookAt: "https://docs.gitlab.com/runner/executors/kubernetes/troubleshooting/",
} as const satisfies FactTable;

interface JobStartError {
  /** Part of the message, as the runner compares it. */
  readonly text: string;
  readonly cause: string;
  /** What glrunner sets, or what the reader should do. */
  readonly fix: string;
  /** Attempts in `retry_limits`. @default the runner's own 5, with a pause that doubles from 0.5 s to 2 s */
  readonly attempts?: number;
}

/** How long a new kubelet may lack its serving certificate. Source: the article above. */
export const certificateSeconds = 60;
/** Together their pauses are longer than that: 0.5 s, 1 s, then 2 s each. */
const certificateAttempts = 3 + certificateSeconds / 2;
const apiAttempts = 8;

/**
 * With this feature flag, a runner waits until it can reach the pod's kubelet.
 * Source: gitlabhq/gitlab-runner: helpers/featureflags/flags.go has it in v17.6.0 and not in v17.5.0; off by default in v19.3.0.
 */
export const waitForPodFlag = "FF_WAIT_FOR_POD_TO_BE_REACHABLE";

export const jobStartErrors: readonly JobStartError[] = [
  {
    text: "tls: internal error",
    cause: `EKS signs the certificate of a new kubelet within ${certificateSeconds} s, and every Fargate pod has a new one. Until then, the runner cannot run a command in its pods.`,
    fix: `Nothing: the runner waits until it can reach the pod (\`${waitForPodFlag}\`), and tries a command that still fails again for more than ${certificateSeconds} s. If the error stays, \`kubectl get csr\` shows whether EKS approves the certificate: the node's role must have the username \`system:node:{{EC2PrivateDNSName}}\` in \`aws-auth\`.`,
    attempts: certificateAttempts,
  },
  {
    text: "timed out waiting for pod to become attachable",
    cause: "The pod runs, but the runner could not reach its kubelet within `poll_timeout`.",
    fix: "Check the security group of the nodes and `kubectl get csr`; then retry the job.",
  },
  {
    text: "error dialing backend",
    cause: "The API server cannot reach the kubelet: the node is starting, or no longer exists.",
    fix: "Nothing if the job continues. On Spot, see what a retry does in [spot](spot.md).",
  },
  {
    text: "timed out waiting for pod to start",
    cause:
      "The pod did not start within `poll_timeout`: no quota, no address, no capacity, or an image that takes too long.",
    fix: "`glrunner capacity` names what limits the fleet; `glrunner check` compares it with the account's quotas.",
  },
  {
    text: "etcdserver: leader changed",
    cause: "The control plane moved to another replica while the runner created the job's objects.",
    fix: "Nothing: the runner tries again.",
    attempts: apiAttempts,
  },
  {
    text: "etcdserver: request timed out",
    cause: "The control plane is slow, for example because many jobs start at once.",
    fix: "Nothing: the runner tries again. If the error stays, start fewer jobs at once.",
    attempts: apiAttempts,
  },
  {
    text: "resource quota evaluates timeout",
    cause: "The control plane is slow, and the jobs' namespace has a ResourceQuota.",
    fix: "Nothing: the runner tries again.",
    attempts: apiAttempts,
  },
  {
    text: "request did not complete within requested timeout",
    cause: "An admission webhook in the cluster did not answer in time.",
    fix: "Nothing at first: the runner tries again. If the error stays, exclude the jobs' namespace from the webhook.",
    attempts: apiAttempts,
  },
  {
    text: "failed calling webhook",
    cause: "The pods of an admission webhook have not started yet, or no longer exist.",
    fix: "Nothing while they start: the runner tries again. `kubectl get validatingwebhookconfiguration,mutatingwebhookconfiguration` lists the webhooks.",
    attempts: apiAttempts,
  },
  {
    text: "is disrupted: reason",
    cause: "The node was drained or reclaimed while the job ran.",
    fix: "On Spot, see what a retry does in [spot](spot.md). On Fargate, AWS patches a node: retry the job.",
  },
];

/** `retry_limits` of a runner. Repeating is safe: such a request takes effect once, however often it is sent. */
export const retryLimits: Readonly<Record<string, number>> = Object.fromEntries(
  jobStartErrors.flatMap(({ text, attempts }) => (attempts === undefined ? [] : [[text, attempts]])),
);
