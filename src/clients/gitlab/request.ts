/**
 * One call of GitLab's API: bounded in time, tried again where that does no harm, its answer held to a schema. A token
 * goes to the address of the configuration and nowhere else, and is in no error.
 */
import { setTimeout as wait } from "node:timers/promises";
import type * as z from "zod";
import { gitlabAddress } from "../../config/resolve/routing";
import { refusal, unreached, type RefusedCall } from "./refusal";
import { gitlabApi } from "./api";
import { quoted, GitLabRunnerError } from "./gitlab-error";

export interface GitLabConnection {
  /** As in the configuration. */
  readonly url: string;
  readonly accessToken: string;
  /** For one call. @default 30 seconds */
  readonly timeoutMilliseconds?: number;
  /** Before the first repetition; it doubles. @default 200 */
  readonly pauseMilliseconds?: number;
}

interface GitLabCall<T> {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Behind `/api/v4`, with a query. */
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly answer: z.ZodType<T>;
  /** What it is about, for errors: `runner 7`. */
  readonly about: string;
  /** Whether a second one does no more than the first. @default of a GET, PUT and DELETE */
  readonly repeatable?: boolean;
  /** The runner's own token in the body says who asks. */
  readonly withoutAccessToken?: boolean;
  /** What a plain "403 Forbidden" of GitLab's own means. @default an error */
  readonly ifForbidden?: Page<T>;
}

interface Page<T> {
  readonly value: T;
  /** Undefined on the last page. */
  readonly next?: string;
}

/** Before the second try; each one after waits twice as long. */
export const defaultPauseMilliseconds = 200;

const maxAttempts = 4;
const maxPauseSeconds = 60;

export async function request<T>(gitlab: GitLabConnection, call: GitLabCall<T>): Promise<Page<T>> {
  const repeatable = call.repeatable ?? call.method !== "POST";
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await once(gitlab, call);
    if (outcome.kind === "answer") return readAnswer(call, outcome);
    const { error, retry, afterSeconds, forbidden = false } = outcome;
    if (forbidden && call.ifForbidden !== undefined) return call.ifForbidden;
    // Of a call that was turned away at the door nothing was done.
    const mayRepeat = retry === "always" || (retry === "repeatable" && repeatable);
    if (!mayRepeat || attempt === maxAttempts || (afterSeconds ?? 0) > maxPauseSeconds) throw error;
    const pause = (gitlab.pauseMilliseconds ?? defaultPauseMilliseconds) * 2 ** (attempt - 1);
    await wait(afterSeconds === undefined ? pause : afterSeconds * 1000);
  }
}

interface ReceivedAnswer {
  readonly kind: "answer";
  readonly text: string;
  readonly next: string | null;
}

async function once<T>(gitlab: GitLabConnection, call: GitLabCall<T>): Promise<ReceivedAnswer | RefusedCall> {
  const { url, accessToken, timeoutMilliseconds = 30_000 } = gitlab;
  const { method, path, body, withoutAccessToken = false } = call;
  try {
    const response = await fetch(`${gitlabAddress({ gitlabUrl: url })}/api/v4${path}`, {
      method,
      headers: {
        ...(withoutAccessToken ? {} : { "PRIVATE-TOKEN": accessToken }),
        ...(body !== undefined && { "Content-Type": "application/json" }),
        Accept: "application/json",
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      // fetch would take our header along to wherever it is sent.
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
    const text = await response.text();
    if (response.ok) return { kind: "answer", text, next: response.headers.get("x-next-page") };
    const said = { status: response.status, headers: response.headers, text: hide(gitlab, call, text) };
    return refusal({ url, about: call.about, said });
  } catch (error) {
    return unreached(url, error);
  }
}

function hide<T>({ accessToken }: GitLabConnection, { body = {} }: GitLabCall<T>, text: string): string {
  return quoted(text, [accessToken, ...(typeof body.token === "string" ? [body.token] : [])]);
}

function readAnswer<T>({ answer, about }: GitLabCall<T>, { text, next }: ReceivedAnswer): Page<T> {
  const parsed = answer.safeParse(json(text));
  if (parsed.success) {
    return { value: parsed.data, ...(next !== null && next !== "" && { next }) };
  }
  // What zod says names the field; the answer itself may hold a token.
  const fields = parsed.error.issues.map(({ path }) => path.join(".") || "the whole of it");
  throw new GitLabRunnerError(
    `GitLab's answer about ${about} has another form than expected: ${[...new Set(fields)].join(", ")}`,
    `look whether gitlabUrl is the address of a GitLab, ${gitlabApi.minVersion} or newer`,
  );
}

function json(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
