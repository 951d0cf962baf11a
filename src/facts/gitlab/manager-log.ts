/**
 * The lines of a runner manager's log from which glrunner makes metrics, and their form in CloudWatch. A manager writes each
 * line once a job, or once when it starts. Source: gitlabhq/gitlab-runner (a mirror), tags v18.7.0 and v19.1.0, and
 * 19.4 development at d79f3e7b; files as below; read 2026-11-28.
 */
import type { FactTable } from "../fact-table";

export const managerLogTable = {
  name: "Log lines of a runner manager",
  readOn: "2026-11-28",
  sources: [
    "gitlabhq/gitlab-runner@v18.7.0",
    "gitlabhq/gitlab-runner@v19.1.0",
    "gitlabhq/gitlab-runner@d79f3e7b",
    "fluent/fluent-bit:plugins/filter_kubernetes/kubernetes.c",
  ],
  lookAt: "https://gitlab.com/gitlab-org/gitlab-runner/-/releases",
} as const satisfies FactTable;

export const managerLines = {
  /** commands/multi.go. */
  taken: "Added job to processing list",
  /** common/build.go, `setTraceStatus`. */
  succeeded: "Job succeeded",
  /** common/build.go, `setTraceStatus`: then a colon, or ` (system failure):`, and the reason. */
  failed: "Job failed",
  /** executors/kubernetes/util.go, `waitForPodRunning`: part of the reason. */
  hung: "timed out waiting for pod to start",
  /** commands/multi.go, then the configuration's path. */
  started: "Starting multi-runner from",
} as const;

/** The beginning of every line that `setTraceStatus` writes at the end of a job, and of few other lines. */
export const endOfJob = "Job ";

/**
 * The paths of a log line's fields in a CloudWatch event. Fluent Bit's Kubernetes filter puts the keys of a JSON line next to
 * its own `kubernetes` (`Merge_Log On`, no `Merge_Log_Key`), and its CloudWatch output writes the whole record.
 * Source: fluent/fluent-bit, plugins/filter_kubernetes/kubernetes.c, plugins/out_cloudwatch_logs/cloudwatch_api.c; the
 * keys of a line: logrus' JSONFormatter, and commands/multi.go next to `taken`; read 2026-11-28. Not seen on AWS.
 */
export const eventKeys = {
  namespace: "kubernetes.namespace_name",
  message: "msg",
  queueSeconds: "time_in_queue_seconds",
  /** Of a job's lines: `Log` in common/config.go and common/build.go. */
  runner: "runner",
  project: "project_full_path",
  job: "job",
} as const;

/**
 * A CloudWatch filter for lines of the managers. No job can write such a line, since only managers run in the namespace.
 * Source: CloudWatch Logs user guide, "Filter pattern syntax", JSON (2026-11).
 * @param messages the message must match all of these texts, in which `*` stands for any text
 */
export function managerLinePattern(namespace: string, messages: readonly string[]): string {
  const terms = [
    `$.${eventKeys.namespace} = "${namespace}"`,
    ...messages.map((text) => `$.${eventKeys.message} = "${text}"`),
  ];
  return `{ ${terms.map((term) => `(${term})`).join(" && ")} }`;
}
