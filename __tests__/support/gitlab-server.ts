/**
 * Serves a part of the GitLab REST API on loopback: the requests that create, change, list, verify and delete runners.
 * It applies the documented rules for scopes, roles, settings, pages and tokens, and returns GitLab's error messages.
 * Source: gitlab-org/gitlab doc/api/runners.md, doc/api/users.md, lib/api/{user_runners,api_guard}.rb, lib/api/ci,
 * app/models/ci/runner.rb (GitLab 18.7); read 2026-11-28.
 */
import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { z } from "zod";
import {
  updateSchema,
  createSchema,
  parameterError,
  validationErrors,
  type StoredRunner,
} from "./gitlab-settings";

export interface AccessToken {
  readonly scopes: readonly ("api" | "read_api" | "create_runner" | "manage_runner")[];
  /** The role of the token's user in every group and project. */
  readonly role: "admin" | "owner" | "maintainer" | "developer";
  readonly expired?: boolean;
}

/** A request that the server received. */
export interface RecordedRequest {
  readonly method: string;
  /** The path below `/api/v4`, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  readonly accessToken?: string;
}

interface GitLabResponse {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A failure that replaces the responses to matching requests. */
export interface Fault {
  /** Matches `METHOD PATH`. */
  readonly fits: RegExp;
  /** The response. With `silence`, the server never responds. */
  readonly answer: GitLabResponse | "silence";
  /** The number of requests that fail. @default 1 */
  readonly times?: number;
  /** Whether the server executes the request before it fails. @default false */
  readonly after?: boolean;
}

export interface GitLabServer {
  readonly url: string;
  /** The stored runners by ID. */
  readonly runners: Map<number, StoredRunner>;
  /** All requests, in order. */
  readonly asked: RecordedRequest[];
  /** Every runner token that was ever valid. */
  readonly tokens: string[];
  /** The expiry time of new tokens; null for tokens that do not expire. */
  expires: string | null;
  readonly inject: (fault: Fault) => void;
  /** Stores a runner directly, without a request. */
  readonly add: (runner: Partial<StoredRunner>) => StoredRunner;
}

/** The only group. */
export const group = { id: 7, full_path: "acme/platform" };
/** The only project. */
export const project = { id: 9, path_with_namespace: "acme/app" };

/** Starts a server, calls `use` and stops the server. @param accessTokens the valid access tokens, by their text */
export async function withGitLab(
  accessTokens: Readonly<Record<string, AccessToken>>,
  use: (gitlab: GitLabServer) => Promise<void>,
): Promise<void> {
  const state = newState(accessTokens);
  const server = createServer((request, response) => {
    void parseRequest(request).then((parsedRequest) => {
      const { status, body, headers } = state.answer(parsedRequest) ?? {};
      // Without a response, the client must time out.
      if (status === undefined) return;
      response.writeHead(status, { "Content-Type": "application/json", ...headers });
      response.end(body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  try {
    if (address === null || typeof address === "string") throw new Error("the server has no port");
    await use(Object.assign(state.server, { url: `http://127.0.0.1:${address.port}` }));
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function parseRequest(request: IncomingMessage): Promise<RecordedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(z.instanceof(Buffer).parse(chunk));
  const text = Buffer.concat(chunks).toString();
  const url = new URL(request.url ?? "/", "http://gitlab.test");
  const accessToken = request.headers["private-token"];
  return {
    method: request.method ?? "",
    path: url.pathname.replace(/^\/api\/v4/, ""),
    query: url.searchParams,
    body: text === "" ? {} : z.record(z.string(), z.unknown()).parse(JSON.parse(text)),
    ...(typeof accessToken === "string" && { accessToken }),
  };
}

/** Creates the data of a server, and a function that answers a request; undefined means no response. */
function newState(accessTokens: Readonly<Record<string, AccessToken>>) {
  const faults: { fault: Fault; left: number }[] = [];
  let lastId = 40;
  const server: GitLabServer = {
    ...{ url: "", runners: new Map(), asked: [], tokens: [], expires: null },
    inject: (fault) => faults.push({ fault, left: fault.times ?? 1 }),
    add: (given) => {
      lastId += 1;
      const runner = { ...emptyRunner(lastId, newToken(server)), ...given };
      server.tokens.push(runner.token);
      server.runners.set(runner.id, runner);
      return runner;
    },
  };
  const answer = (request: RecordedRequest): GitLabResponse | undefined => {
    server.asked.push(request);
    const hit = faults.find(
      ({ fault, left }) => left > 0 && fault.fits.test(`${request.method} ${request.path}`),
    );
    if (hit === undefined) return route(server, request, accessTokens);
    hit.left -= 1;
    if (hit.fault.after === true) route(server, request, accessTokens);
    return hit.fault.answer === "silence" ? undefined : hit.fault.answer;
  };
  return { server, answer };
}

function newToken(server: GitLabServer): string {
  const token = `glrt-${randomBytes(15).toString("base64url")}`;
  server.tokens.push(token);
  return token;
}

function emptyRunner(id: number, token: string): StoredRunner {
  return {
    ...{
      id,
      runner_type: "group_type",
      owner: group.id,
      description: "by hand",
      maintenance_note: "",
      paused: false,
    },
    ...{
      locked: false,
      run_untagged: true,
      access_level: "not_protected",
      tag_list: [],
      maximum_timeout: null,
    },
    ...{ token, managers: [] },
  };
}

const messageAnswer = (status: number, message: unknown): GitLabResponse => ({ status, body: { message } });
const forbidden = (why?: string) =>
  messageAnswer(403, `403 Forbidden${why === undefined ? "" : ` - ${why}`}`);
const notFound = (what: string) => messageAnswer(404, `404 ${what} Not Found`);

function route(
  server: GitLabServer,
  request: RecordedRequest,
  accessTokens: Readonly<Record<string, AccessToken>>,
): GitLabResponse {
  const { method, path } = request;
  const call = `${method} ${path}`;
  if (call === "POST /runners/verify") return verify(server, request);
  const caller = Object.entries(accessTokens).find(([token]) => token === request.accessToken)?.[1];
  if (caller === undefined) return messageAnswer(401, "401 Unauthorized");
  if (caller.expired === true) {
    const error_description = "Token is expired. You can either do re-authorization or token refresh.";
    return { status: 401, body: { error: "invalid_token", error_description } };
  }
  if (!hasScope(caller, method, path)) {
    const error_description = "The request requires higher privileges than provided by the access token.";
    return { status: 403, body: { error: "insufficient_scope", error_description, scope: "api" } };
  }
  if (call === "POST /user/runners") return create(server, request, caller);
  const [, kind = "", name = "", list] = /^\/(group|project)s\/([^/]+)(\/runners)?$/.exec(path) ?? [];
  if (method === "GET" && kind !== "") {
    const owner = findOwner(kind, decodeURIComponent(name));
    if (owner === undefined) return notFound(kind === "group" ? "Group" : "Project");
    return list === undefined
      ? { status: 200, body: owner }
      : listOf(server, request, caller, `${kind}_type`);
  }
  if (call === "GET /runners")
    return page(server, request, ({ runner_type }) => runner_type !== "instance_type");
  if (call === "GET /runners/all")
    return caller.role === "admin" ? page(server, request, () => true) : forbidden();
  const [, id = "", rest = ""] = /^\/runners\/(\d+)(\/[a-z_]+)?$/.exec(path) ?? [];
  const runner = server.runners.get(Number(id));
  if (runner === undefined) return notFound("Runner");
  return runnerRequest(server, request, caller, { runner, call: `${method} ${rest}` });
}

function hasScope({ scopes }: AccessToken, method: string, path: string): boolean {
  if (scopes.includes("api")) return true;
  if (method === "GET" && scopes.includes("read_api")) return true;
  if (method === "POST" && path === "/user/runners") return scopes.includes("create_runner");
  return /^\/runners\/\d+/.test(path) && scopes.includes("manage_runner");
}

/** Returns the group or project with this ID or path. */
function findOwner(kind: string, name: string) {
  const owner = kind === "group" ? group : project;
  const path = kind === "group" ? group.full_path : project.path_with_namespace;
  return name === String(owner.id) || name === path ? owner : undefined;
}

/** Lists the runners of a group or project. */
function listOf(
  server: GitLabServer,
  request: RecordedRequest,
  { role }: AccessToken,
  type: string,
): GitLabResponse {
  if (role === "developer" || (role === "maintainer" && type === "group_type")) return forbidden();
  return page(server, request, ({ runner_type }) => runner_type === type || runner_type === "instance_type");
}

function page(
  server: GitLabServer,
  { query }: RecordedRequest,
  fits: (runner: StoredRunner) => boolean,
): GitLabResponse {
  const type = query.get("type");
  const all = [...server.runners.values()].filter(
    (runner) => fits(runner) && (type === null || runner.runner_type === type),
  );
  const size = Math.min(Number(query.get("per_page") ?? 20), 100);
  const pageNumber = Number(query.get("page") ?? 1);
  const body = all
    .slice((pageNumber - 1) * size, pageNumber * size)
    .map(({ id, description, runner_type, paused }) => ({ id, description, runner_type, paused }));
  return {
    status: 200,
    body,
    headers: { "X-Next-Page": pageNumber * size < all.length ? String(pageNumber + 1) : "" },
  };
}

function verify(server: GitLabServer, { body: { token, system_id } }: RecordedRequest): GitLabResponse {
  if (typeof token !== "string") return { status: 400, body: { error: "token is missing" } };
  if (token.startsWith("glrt-") && system_id === undefined) {
    return { status: 400, body: { error: "system_id is missing" } };
  }
  const runner = [...server.runners.values()].find((stored) => stored.token === token);
  if (runner === undefined) return forbidden();
  const system = String(system_id);
  if (!runner.managers.some((manager) => manager.system_id === system)) {
    runner.managers.push({ system_id: system, status: "online" });
  }
  return { status: 200, body: { id: runner.id, token, token_expires_at: null } };
}

function create(server: GitLabServer, { body }: RecordedRequest, { role }: AccessToken): GitLabResponse {
  const parsed = createSchema.safeParse(body);
  if (!parsed.success) return parameterError(parsed.error);
  const { runner_type, group_id, project_id, ...given } = parsed.data;
  const owner = { instance_type: undefined, group_type: group_id, project_type: project_id }[runner_type];
  if (runner_type !== "instance_type" && owner === undefined) {
    return { status: 400, body: { error: `${runner_type.replace("_type", "_id")} is missing` } };
  }
  if (role !== "admin" && (role !== "owner" || runner_type === "instance_type")) {
    return forbidden("Insufficient permissions");
  }
  const draft = { ...emptyRunner(0, ""), ...given, runner_type, owner };
  const problems = Object.entries(validationErrors(draft)).flatMap(([field, texts]) =>
    texts.map((text) => `${field.charAt(0).toUpperCase()}${field.slice(1).replaceAll("_", " ")} ${text}`),
  );
  if (problems.length > 0) return messageAnswer(400, `400 Bad request - ${problems.join(" and ")}`);
  const { id, token } = server.add({ ...given, runner_type, ...(owner !== undefined && { owner }) });
  return { status: 201, body: { id, token, token_expires_at: server.expires } };
}

/** Answers a request about one runner. */
function runnerRequest(
  server: GitLabServer,
  { body }: RecordedRequest,
  { role }: AccessToken,
  { runner, call }: { readonly runner: StoredRunner; readonly call: string },
): GitLabResponse {
  const type = runner.runner_type;
  const mayChange =
    role === "admin" ||
    (type !== "instance_type" && (role === "owner" || (role === "maintainer" && type === "project_type")));
  const mayRead = mayChange || type === "instance_type" || role === "maintainer";
  if (call.startsWith("GET") ? !mayRead : !mayChange) return forbidden("No access granted");
  switch (call) {
    case "GET ":
      return { status: 200, body: publicFields(runner, mayChange) };
    case "GET /managers":
      return { status: 200, body: runner.managers };
    case "PUT ":
      return change(runner, body);
    case "DELETE ":
      server.runners.delete(runner.id);
      return { status: 204 };
    case "POST /reset_authentication_token":
      runner.token = newToken(server);
      return { status: 201, body: { token: runner.token, token_expires_at: server.expires } };
    default:
      return messageAnswer(404, "404 Not Found");
  }
}

/** Returns a runner as the API shows it: never with its token, and the note only for users who may change the runner. */
function publicFields(runner: StoredRunner, mayChange: boolean): Readonly<Record<string, unknown>> {
  const hidden = { token: undefined, managers: undefined, owner: undefined };
  return { ...runner, ...hidden, ...(mayChange ? {} : { maintenance_note: null }) };
}

function change(runner: StoredRunner, body: RecordedRequest["body"]): GitLabResponse {
  const parsed = updateSchema.safeParse(body);
  if (!parsed.success) return parameterError(parsed.error);
  const given = parsed.data;
  const problems = validationErrors({ ...runner, ...given });
  if (Object.keys(problems).length > 0) return messageAnswer(400, problems);
  Object.assign(runner, given);
  return { status: 200, body: publicFields(runner, true) };
}
