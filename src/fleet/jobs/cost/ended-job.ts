/**
 * Reads the line of JSON that a manager logs at the end of a job, as the container writes it or as CloudWatch stores it.
 * The fields: `setTraceStatus` and `Log` in gitlabhq/gitlab-runner common/build.go, `Log` in common/config.go. v18.7.0 has
 * neither `runner_name` (from v18.9.0) nor `pipeline_id` (from v19.0.0); v19.1.0 has both. The label of the manager's pod, which
 * Fluent Bit adds (fluent/fluent-bit-docs pipeline/filters/kubernetes.md), also identifies the runner. Read 2026-11-30.
 */
import * as z from "zod";
import { parseJson } from "../../../clients/system/json";
import { managerNamespace } from "../../../config/config";
import { managerLabel, managerName } from "../../../config/resource-names";
import { managerLines } from "../../../facts/gitlab/manager-log";

export interface EndedJob {
  /** Id of the job, unique in one GitLab. */
  readonly job: number;
  readonly succeeded: boolean;
  /** From when the manager took the job to its end, including the wait for the pod. */
  readonly seconds: number;
  /** Name in the configuration. Undefined, like every field below, if the line does not have it. */
  readonly runner: string | undefined;
  /** `group/project`. */
  readonly project: string | undefined;
  readonly pipeline: number | undefined;
  /** Id of the user who started the job. */
  readonly user: number | undefined;
}

interface LineOrigin {
  readonly cluster: string;
  /** The runner whose pod wrote the line, if the line was read from the pod. @default the runner in the line */
  readonly runner?: string;
}

/** A year: longer than any job runs. */
const maxSeconds = 366 * 86_400;

const id = z.number().int().optional();
const lineSchema = z.object({
  job: z.number().int(),
  duration_s: z.number().nonnegative().max(maxSeconds),
  runner_name: z.string().optional(),
  project: id,
  project_full_path: z.string().optional(),
  pipeline_id: id,
  gitlab_user_id: id,
});
const beginningSchema = z.object({
  msg: z.string(),
  kubernetes: z
    .object({
      namespace_name: z.string().optional(),
      labels: z.record(z.string(), z.string()).default({}),
    })
    .optional(),
});

/** Undefined for any other line and for another namespace; `unreadable` for the end of a job without an id or a duration. */
export function endedJob(text: string, origin: LineOrigin): EndedJob | "unreadable" | undefined {
  const value = parseJson(text);
  const beginning = beginningSchema.safeParse(value);
  if (!beginning.success) return undefined;
  const { msg, kubernetes } = beginning.data;
  const succeeded = msg === managerLines.succeeded;
  if (!succeeded && !new RegExp(`^${managerLines.failed}(:| \\()`).test(msg)) return undefined;
  if (kubernetes !== undefined && kubernetes.namespace_name !== managerNamespace) return undefined;
  const line = lineSchema.safeParse(value);
  if (!line.success) return "unreadable";
  const { job, duration_s: seconds, runner_name: named, ...about } = line.data;
  return {
    ...{ job, succeeded, seconds },
    runner: origin.runner ?? kubernetes?.labels[managerLabel] ?? runnerIn(named, origin.cluster),
    project: projectOf(about.project_full_path, about.project),
    pipeline: known(about.pipeline_id),
    user: known(about.gitlab_user_id),
  };
}

/** The name of the runner, from the name of the manager in GitLab, which begins with the name of the cluster. */
function runnerIn(named: string | undefined, cluster: string): string | undefined {
  const prefix = managerName(cluster, "");
  return named?.startsWith(prefix) === true ? named.slice(prefix.length) : undefined;
}

/** An older GitLab sends no path. Go logs a missing field as an empty text or 0. */
function projectOf(path = "", number = 0): string | undefined {
  if (path !== "") return path;
  return number === 0 ? undefined : `project ${number}`;
}

const known = (number: number | undefined) => (number === 0 ? undefined : number);
