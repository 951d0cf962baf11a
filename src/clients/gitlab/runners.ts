/** Typed calls to GitLab's API that create, read, change, list and delete runners. Sources and scopes are in `api.ts`. */
import * as z from "zod";
import { clock, request, type GitLabConnection } from "./request";
import { gitlabApi, gitlabClientLimits } from "./api";
import { GitLabRunnerError } from "./gitlab-error";

/** The settings of a runner in GitLab that the configuration manages. */
export interface RunnerSettings {
  readonly tags: readonly string[];
  readonly runUntagged: boolean;
  /** Only for runners of a project. */
  readonly locked: boolean;
  readonly protected: boolean;
  /** Null: the timeout of each project. */
  readonly maximumTimeoutSeconds: number | null;
}

export type RunnerType = "instance_type" | "group_type" | "project_type";

/** Where GitLab creates a runner. */
export interface RunnerTarget {
  readonly type: RunnerType;
  /** Id of the group or project; undefined for the instance. */
  readonly id?: number;
  /** The name that GitLab shows. */
  readonly name: string;
}

const type = z.enum(["instance_type", "group_type", "project_type"]);

const summary = z.object({
  id: z.int(),
  description: z.string().nullable(),
  runner_type: type,
});

const details = z
  .object({
    ...summary.shape,
    paused: z.boolean(),
    tag_list: z.array(z.string()),
    run_untagged: z.boolean(),
    locked: z.boolean(),
    access_level: z.enum(["not_protected", "ref_protected"]),
    maximum_timeout: z.int().nullable(),
    /** Absent if the token may not change the runner. */
    maintenance_note: z.string().nullish(),
  })
  .transform((runner) => ({
    id: runner.id,
    description: runner.description ?? "",
    type: runner.runner_type,
    paused: runner.paused,
    note: runner.maintenance_note ?? "",
    settings: {
      tags: runner.tag_list,
      runUntagged: runner.run_untagged,
      locked: runner.locked,
      protected: runner.access_level === "ref_protected",
      maximumTimeoutSeconds: runner.maximum_timeout,
    },
  }));
export type GitLabRunner = z.output<typeof details>;

const withToken = z
  .object({ id: z.int(), token: z.string().min(1), token_expires_at: z.string().nullish() })
  .transform(({ id, token, token_expires_at }) => ({ id, token, expires: token_expires_at ?? undefined }));
const newToken = z
  .object({ token: z.string().min(1), token_expires_at: z.string().nullish() })
  .transform(({ token, token_expires_at }) => ({ token, expires: token_expires_at ?? undefined }));
const manager = z.object({ system_id: z.string(), status: z.string() });

interface NewRunner {
  readonly target: RunnerTarget;
  readonly description: string;
  readonly note: string;
  readonly settings: Partial<RunnerSettings>;
}

/** Only this answer contains the token. The call is never repeated: that would create a second runner. */
export async function createRunner(
  gitlab: GitLabConnection,
  { target, description, note, settings }: NewRunner,
) {
  const body = {
    runner_type: target.type,
    ...(target.type === "group_type" && { group_id: target.id }),
    ...(target.type === "project_type" && { project_id: target.id }),
    ...{ description, maintenance_note: note },
    ...bodyOf(settings),
  };
  const about = `a new runner in ${target.name}`;
  const { value } = await request(gitlab, {
    ...{ method: "POST", path: "/user/runners", body, answer: withToken, about },
  });
  return value;
}

/** Calls GitLab about one runner. @param path the path below the runner */
async function callRunner<T>(
  gitlab: GitLabConnection,
  id: number,
  call: Pick<Parameters<typeof request<T>>[1], "method" | "answer" | "body" | "repeatable"> & {
    readonly path?: string;
    /** @default the runner */
    readonly about?: string;
  },
): Promise<T> {
  const path = `/runners/${id}${call.path ?? ""}`;
  return (await request<T>(gitlab, { about: `runner ${id}`, ...call, path })).value;
}

export function getRunner(gitlab: GitLabConnection, id: number): Promise<GitLabRunner> {
  return callRunner(gitlab, id, { method: "GET", answer: details });
}

export async function updateRunner(
  gitlab: GitLabConnection,
  id: number,
  settings: Partial<RunnerSettings>,
): Promise<void> {
  await callRunner(gitlab, id, { method: "PUT", body: bodyOf(settings), answer: details });
}

export async function setPaused(gitlab: GitLabConnection, id: number, paused: boolean): Promise<void> {
  await callRunner(gitlab, id, { method: "PUT", body: { paused }, answer: details });
}

export async function deleteRunner(gitlab: GitLabConnection, id: number): Promise<void> {
  await callRunner(gitlab, id, { method: "DELETE", answer: z.unknown() });
}

/** Invalidates the old token at once. Repeating the call is safe: only the last token is used. */
export function resetToken(gitlab: GitLabConnection, id: number) {
  const path = "/reset_authentication_token";
  const about = `a new token of runner ${id}`;
  return callRunner(gitlab, id, { method: "POST", path, answer: newToken, about, repeatable: true });
}

/** The number of online managers with this runner's token, without glrunner itself. */
export async function onlineManagers(gitlab: GitLabConnection, id: number): Promise<number> {
  const managers = await callRunner(gitlab, id, {
    ...{ method: "GET", path: "/managers", answer: z.array(manager) },
  });
  return managers.filter(({ system_id, status }) => status === "online" && system_id !== gitlabApi.systemId)
    .length;
}

/**
 * Lists the runners that the token may see. It throws if the list has more than `gitlabClientLimits.pages` pages, or takes
 * longer than `gitlabClientLimits.listSeconds`.
 */
export async function runnersIn(gitlab: GitLabConnection, target: RunnerTarget | undefined) {
  const found: z.output<typeof summary>[] = [];
  const filter = target === undefined ? "" : `&type=${target.type}`;
  const about = target === undefined ? "the list of runners" : `the list of runners of ${target.name}`;
  const { pages, listSeconds } = gitlabClientLimits;
  const deadline = clock.now() + listSeconds * 1000;
  let page: string | undefined = "1";
  for (let count = 0; page !== undefined; count += 1) {
    const fix = "name the group or project of the runner with --group or --project, which has a shorter list";
    if (count === pages) {
      throw new GitLabRunnerError("gitlab-too-many-pages", `${about} has more than ${pages} pages`, fix);
    }
    if (clock.now() > deadline) {
      throw new GitLabRunnerError("gitlab-too-slow", `${about} took more than ${listSeconds} seconds`, fix);
    }
    const path: string = `${listOf(target)}?per_page=${gitlabApi.perPage}&page=${encodeURIComponent(page)}${filter}`;
    const { value, next } = await request(gitlab, { method: "GET", path, answer: z.array(summary), about });
    found.push(...value);
    page = next;
  }
  return found;
}

function listOf(target: RunnerTarget | undefined): string {
  if (target === undefined) return "/runners";
  if (target.type === "instance_type") return "/runners/all";
  return `/${target.type === "group_type" ? "groups" : "projects"}/${target.id}/runners`;
}

/** The group or project with this id or path. */
export async function findTarget(
  gitlab: GitLabConnection,
  kind: "group" | "project",
  name: string,
): Promise<RunnerTarget> {
  const answer = z.object({
    id: z.int(),
    full_path: z.string().optional(),
    path_with_namespace: z.string().optional(),
  });
  const path = `/${kind}s/${encodeURIComponent(name)}`;
  const { value } = await request(gitlab, { method: "GET", path, answer, about: `${kind} ${name}` });
  const shown = value.full_path ?? value.path_with_namespace ?? name;
  return { type: `${kind}_type`, id: value.id, name: `${kind} ${shown}` };
}

function bodyOf(settings: Partial<RunnerSettings>): Readonly<Record<string, unknown>> {
  const { tags, runUntagged, locked, protected: guarded, maximumTimeoutSeconds } = settings;
  return {
    ...(tags !== undefined && { tag_list: tags.join(",") }),
    ...(runUntagged !== undefined && { run_untagged: runUntagged }),
    ...(locked !== undefined && { locked }),
    ...(guarded !== undefined && { access_level: guarded ? "ref_protected" : "not_protected" }),
    ...(maximumTimeoutSeconds !== undefined && { maximum_timeout: maximumTimeoutSeconds }),
  };
}

/** The id of the runner with this token; undefined if GitLab does not accept the token. */
export async function verifyToken(gitlab: GitLabConnection, token: string): Promise<number | undefined> {
  const { value } = await request<{ readonly id: number } | undefined>(gitlab, {
    ...{ method: "POST", path: "/runners/verify", about: "a runner's token" },
    answer: z.object({ id: z.int() }),
    ...{ body: { token, system_id: gitlabApi.systemId }, repeatable: true, withoutAccessToken: true },
    ifForbidden: { value: undefined },
  });
  return value?.id;
}
