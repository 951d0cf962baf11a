/**
 * A job as its manager logs it when it has ended: one line of JSON, as the container writes it or as it stands in CloudWatch.
 * The fields: `setTraceStatus` and `Log` in gitlabhq/gitlab-runner common/build.go, `Log` in common/config.go. v18.7.0 has
 * neither `runner_name` (from v18.9.0) nor `pipeline_id` (from v19.0.0), so the runner is known by the label of the manager's
 * pod too; v19.1.0 has both. Fluent Bit adds the labels (fluent/fluent-bit-docs pipeline/filters/kubernetes.md). Read 2026-11-30.
 */
import * as z from "zod";
import { managerNamespace } from "../../../config/config";
import { managerLabel, managerName } from "../../../config/resource-names";
import { managerLines } from "../../../facts/gitlab/manager-log";

export interface EndedJob {
  /** GitLab's number of the job, unique in one GitLab. */
  readonly job: number;
  readonly succeeded: boolean;
  /** From when the manager took the job until it ended; the wait for the pod is in it. */
  readonly seconds: number;
  /** Name in the configuration. Undefined, as everything below, where the line does not say it. */
  readonly runner: string | undefined;
  /** `group/project`. */
  readonly project: string | undefined;
  readonly pipeline: number | undefined;
  /** GitLab's number of the user who started the job. */
  readonly user: number | undefined;
}

interface LineOrigin {
  readonly cluster: string;
  /** Of whose pod it is, where the line comes from the pod itself. @default what the line says */
  readonly runner?: string;
}

/** A year: no GitLab lets a job run for longer. */
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

/** Undefined for any other line, and for one of another namespace; `unreadable` for an end without a number or a duration. */
export function endedJob(text: string, origin: LineOrigin): EndedJob | "unreadable" | undefined {
  const value = json(text);
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
    runner: origin.runner ?? kubernetes?.labels[managerLabel] ?? ofName(named, origin.cluster),
    project: projectOf(about.project_full_path, about.project),
    pipeline: known(about.pipeline_id),
    user: known(about.gitlab_user_id),
  };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The name that the manager has in GitLab, without the cluster's. */
function ofName(named: string | undefined, cluster: string): string | undefined {
  const prefix = managerName(cluster, "");
  return named?.startsWith(prefix) === true ? named.slice(prefix.length) : undefined;
}

/** An older GitLab sends no path, and Go writes what was not sent as an empty text or 0. */
function projectOf(path = "", number = 0): string | undefined {
  if (path !== "") return path;
  return number === 0 ? undefined : `project ${number}`;
}

const known = (number: number | undefined) => (number === 0 ? undefined : number);
