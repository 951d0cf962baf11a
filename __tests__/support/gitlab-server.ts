/**
 * A small GitLab on loopback: the calls that a runner's life takes, with the rules that GitLab documents of scopes,
 * roles, settings, pages and tokens, and the words in which it refuses.
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
  /** In every group and project. */
  readonly role: "admin" | "owner" | "maintainer" | "developer";
  readonly expired?: boolean;
}

export interface RecordedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  readonly accessToken?: string;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Given in the place of an answer to what fits, so often; `after`: it is done all the same. */
export interface Fault {
  readonly fits: RegExp;
  readonly answer: Answer | "silence";
  readonly times?: number;
  readonly after?: boolean;
}

export interface GitLabServer {
  readonly url: string;
  readonly runners: Map<number, StoredRunner>;
  readonly asked: RecordedRequest[];
  /** Every runner token that there ever was. */
  readonly tokens: string[];
  /** When a new token ends. @default never */
  expires: string | null;
  readonly inject: (fault: Fault) => void;
  readonly add: (runner: Partial<StoredRunner>) => StoredRunner;
}

export const group = { id: 7, full_path: "acme/platform" };
export const project = { id: 9, path_with_namespace: "acme/app" };

export async function withGitLab(
  accessTokens: Readonly<Record<string, AccessToken>>,
  use: (gitlab: GitLabServer) => Promise<void>,
): Promise<void> {
  const state = newState(accessTokens);
  const server = createServer((request, response) => {
    void received(request).then((asked) => {
      const { status, body, headers } = state.answer(asked) ?? {};
      // Silence: whoever waits gives up by himself.
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

async function received(request: IncomingMessage): Promise<RecordedRequest> {
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
  const answer = (asked: RecordedRequest): Answer | undefined => {
    server.asked.push(asked);
    const hit = faults.find(
      ({ fault, left }) => left > 0 && fault.fits.test(`${asked.method} ${asked.path}`),
    );
    if (hit === undefined) return route(server, asked, accessTokens);
    hit.left -= 1;
    if (hit.fault.after === true) route(server, asked, accessTokens);
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

const said = (status: number, message: unknown): Answer => ({ status, body: { message } });
const forbidden = (why?: string) => said(403, `403 Forbidden${why === undefined ? "" : ` - ${why}`}`);
const notFound = (what: string) => said(404, `404 ${what} Not Found`);

function route(
  server: GitLabServer,
  asked: RecordedRequest,
  accessTokens: Readonly<Record<string, AccessToken>>,
): Answer {
  const { method, path } = asked;
  const call = `${method} ${path}`;
  if (call === "POST /runners/verify") return verify(server, asked);
  const caller = Object.entries(accessTokens).find(([token]) => token === asked.accessToken)?.[1];
  if (caller === undefined) return said(401, "401 Unauthorized");
  if (caller.expired === true) {
    const error_description = "Token is expired. You can either do re-authorization or token refresh.";
    return { status: 401, body: { error: "invalid_token", error_description } };
  }
  if (!hasScope(caller, method, path)) {
    const error_description = "The request requires higher privileges than provided by the access token.";
    return { status: 403, body: { error: "insufficient_scope", error_description, scope: "api" } };
  }
  if (call === "POST /user/runners") return create(server, asked, caller);
  const [, kind = "", name = "", list] = /^\/(group|project)s\/([^/]+)(\/runners)?$/.exec(path) ?? [];
  if (method === "GET" && kind !== "") {
    const place = placeOf(kind, decodeURIComponent(name));
    if (place === undefined) return notFound(kind === "group" ? "Group" : "Project");
    return list === undefined ? { status: 200, body: place } : listOf(server, asked, caller, `${kind}_type`);
  }
  if (call === "GET /runners")
    return page(server, asked, ({ runner_type }) => runner_type !== "instance_type");
  if (call === "GET /runners/all")
    return caller.role === "admin" ? page(server, asked, () => true) : forbidden();
  const [, id = "", rest = ""] = /^\/runners\/(\d+)(\/[a-z_]+)?$/.exec(path) ?? [];
  const runner = server.runners.get(Number(id));
  if (runner === undefined) return notFound("Runner");
  return one(server, asked, caller, { runner, call: `${method} ${rest}` });
}

function hasScope({ scopes }: AccessToken, method: string, path: string): boolean {
  if (scopes.includes("api")) return true;
  if (method === "GET" && scopes.includes("read_api")) return true;
  if (method === "POST" && path === "/user/runners") return scopes.includes("create_runner");
  return /^\/runners\/\d+/.test(path) && scopes.includes("manage_runner");
}

function placeOf(kind: string, name: string) {
  const place = kind === "group" ? group : project;
  const path = kind === "group" ? group.full_path : project.path_with_namespace;
  return name === String(place.id) || name === path ? place : undefined;
}

function listOf(server: GitLabServer, asked: RecordedRequest, { role }: AccessToken, type: string): Answer {
  if (role === "developer" || (role === "maintainer" && type === "group_type")) return forbidden();
  return page(server, asked, ({ runner_type }) => runner_type === type || runner_type === "instance_type");
}

function page(
  server: GitLabServer,
  { query }: RecordedRequest,
  fits: (runner: StoredRunner) => boolean,
): Answer {
  const type = query.get("type");
  const all = [...server.runners.values()].filter(
    (each) => fits(each) && (type === null || each.runner_type === type),
  );
  const size = Math.min(Number(query.get("per_page") ?? 20), 100);
  const at = Number(query.get("page") ?? 1);
  const body = all
    .slice((at - 1) * size, at * size)
    .map(({ id, description, runner_type, paused }) => ({ id, description, runner_type, paused }));
  return { status: 200, body, headers: { "X-Next-Page": at * size < all.length ? String(at + 1) : "" } };
}

function verify(server: GitLabServer, { body: { token, system_id } }: RecordedRequest): Answer {
  if (typeof token !== "string") return { status: 400, body: { error: "token is missing" } };
  if (token.startsWith("glrt-") && system_id === undefined) {
    return { status: 400, body: { error: "system_id is missing" } };
  }
  const runner = [...server.runners.values()].find((each) => each.token === token);
  if (runner === undefined) return forbidden();
  const system = String(system_id);
  if (!runner.managers.some((each) => each.system_id === system)) {
    runner.managers.push({ system_id: system, status: "online" });
  }
  return { status: 200, body: { id: runner.id, token, token_expires_at: null } };
}

function create(server: GitLabServer, { body }: RecordedRequest, { role }: AccessToken): Answer {
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
  if (problems.length > 0) return said(400, `400 Bad request - ${problems.join(" and ")}`);
  const { id, token } = server.add({ ...given, runner_type, ...(owner !== undefined && { owner }) });
  return { status: 201, body: { id, token, token_expires_at: server.expires } };
}

function one(
  server: GitLabServer,
  { body }: RecordedRequest,
  { role }: AccessToken,
  { runner, call }: { readonly runner: StoredRunner; readonly call: string },
): Answer {
  const type = runner.runner_type;
  const mayChange =
    role === "admin" ||
    (type !== "instance_type" && (role === "owner" || (role === "maintainer" && type === "project_type")));
  const mayRead = mayChange || type === "instance_type" || role === "maintainer";
  if (call.startsWith("GET") ? !mayRead : !mayChange) return forbidden("No access granted");
  switch (call) {
    case "GET ":
      return { status: 200, body: shown(runner, mayChange) };
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
      return said(404, "404 Not Found");
  }
}

/** Never the token. */
function shown(runner: StoredRunner, mayChange: boolean): Readonly<Record<string, unknown>> {
  const hidden = { token: undefined, managers: undefined, owner: undefined };
  return { ...runner, ...hidden, ...(mayChange ? {} : { maintenance_note: null }) };
}

function change(runner: StoredRunner, body: RecordedRequest["body"]): Answer {
  const parsed = updateSchema.safeParse(body);
  if (!parsed.success) return parameterError(parsed.error);
  const given = parsed.data;
  const problems = validationErrors({ ...runner, ...given });
  if (Object.keys(problems).length > 0) return said(400, problems);
  Object.assign(runner, given);
  return { status: 200, body: shown(runner, true) };
}
