/**
 * Log lines of a manager about the end of a job, for two runner versions.
 * Source: gitlabhq/gitlab-runner v18.7.0 and v19.1.0, common/build.go (`Log`, `setTraceStatus`) and common/config.go (`Log`).
 */
interface LineProps {
  readonly job?: number;
  readonly seconds?: number;
  readonly project?: string;
  /** In the label of the pod and, since v18.9.0, in the line. */
  readonly runner?: string;
  readonly user?: number;
  readonly pipeline?: number;
  /** The error of the job. @default the job succeeded */
  readonly error?: string;
}

export function endLine(props: LineProps = {}): Readonly<Record<string, unknown>> {
  const { job = 7, seconds = 90.5, project = "group/app", runner = "fast", user = 3, pipeline = 40 } = props;
  const status = props.error === undefined ? "success" : "failed";
  return {
    duration_s: seconds,
    gitlab_user_id: user,
    job,
    "job-status": status,
    level: status === "success" ? "info" : "warning",
    msg: props.error === undefined ? "Job succeeded" : `Job failed${props.error}`,
    namespace_id: 5,
    organization_id: 1,
    pipeline_id: pipeline,
    project: 12,
    project_full_path: project,
    root_namespace_id: 5,
    runner: "abcdefghi",
    runner_name: `ci-${runner}`,
    time: "2026-11-28T11:00:00Z",
  };
}

/** A line of v18.7.0. */
export function oldEndLine(props: LineProps = {}): Readonly<Record<string, unknown>> {
  return { ...endLine(props), runner_name: undefined, pipeline_id: undefined };
}

/** The event that Fluent Bit sends to CloudWatch. */
export function logEvent(line: object, runner = "fast", namespace = "gitlab-runner"): string {
  const labels = { app: "gitlab-runner", "glrunner/manager": runner };
  const kubernetes = { pod_name: `gitlab-runner-${runner}-1`, namespace_name: namespace, labels };
  return JSON.stringify({ stream: "stderr", logtag: "F", ...line, kubernetes });
}
