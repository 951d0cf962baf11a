/**
 * Makes one call to GitLab's API: limited in time and size, repeated if that is safe, its answer validated by a schema. The
 * token is sent only to the address in the configuration, and no error contains it.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type * as z from "zod";
import { gitlabAddress } from "../../config/resolve/routing";
import { exchange, type Route } from "../system/exchange";
import { refusal, tooLarge, unreached, type RefusedCall } from "./refusal";
import { gitlabApi, gitlabClientLimits } from "./api";
import { parseJson } from "../system/json";
import { quoted, GitLabRunnerError } from "./gitlab-error";

/** The clock of the client. Tests replace `pause`, so that they do not wait. */
export const clock = {
  /** Milliseconds. */
  now: (): number => Date.now(),
  pause: (milliseconds: number): Promise<unknown> => sleep(milliseconds),
};

export interface GitLabConnection extends Route {
  /** `gitlabUrl` of the configuration. */
  readonly url: string;
  readonly accessToken: string;
  /** For one attempt, including its answer. @default gitlabClientLimits.attemptSeconds */
  readonly timeoutMilliseconds?: number;
}

interface GitLabCall<T> {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** The path below `/api/v4`, with its query. */
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly answer: z.ZodType<T>;
  /** The subject of the call for errors, such as `runner 7`. */
  readonly about: string;
  /** Whether the call is idempotent. @default true for GET, PUT and DELETE */
  readonly repeatable?: boolean;
  /** The runner's own token in the body authenticates the call. */
  readonly withoutAccessToken?: boolean;
  /** The result if GitLab itself answers "403 Forbidden". @default an error */
  readonly ifForbidden?: GitLabPage<T>;
}

interface GitLabPage<T> {
  readonly value: T;
  /** Undefined on the last page. */
  readonly next?: string;
}

/** The pause before the second attempt. Each later pause is twice as long. */
export const defaultPauseMilliseconds = 200;

/** @throws GitLabRunnerError */
export async function request<T>(gitlab: GitLabConnection, call: GitLabCall<T>): Promise<GitLabPage<T>> {
  const repeatable = call.repeatable ?? call.method !== "POST";
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await attemptOnce(gitlab, call);
    if (outcome.kind === "answer") return readAnswer(call, outcome);
    const { error, retry, afterSeconds = 0, forbidden = false } = outcome;
    if (forbidden && call.ifForbidden !== undefined) return call.ifForbidden;
    // `always`: GitLab did not process the call, so that even a POST may be repeated.
    const mayRepeat = retry === "always" || (retry === "repeatable" && repeatable);
    const isLast = attempt === gitlabClientLimits.attempts;
    if (!mayRepeat || isLast || afterSeconds > gitlabClientLimits.pauseSeconds) throw error;
    await clock.pause(Math.max(afterSeconds * 1000, defaultPauseMilliseconds * 2 ** (attempt - 1)));
  }
}

interface ReceivedAnswer {
  readonly kind: "answer";
  readonly text: string;
  readonly next: string | undefined;
}

async function attemptOnce<T>(
  gitlab: GitLabConnection,
  call: GitLabCall<T>,
): Promise<ReceivedAnswer | RefusedCall> {
  const { url, accessToken, timeoutMilliseconds = gitlabClientLimits.attemptSeconds * 1000 } = gitlab;
  const { method, path, body, about, withoutAccessToken = false } = call;
  try {
    const address = new URL(`${gitlabAddress({ gitlabUrl: url })}/api/v4${path}`);
    const response = await exchange(address, gitlab, {
      method,
      headers: {
        ...(withoutAccessToken ? {} : { "PRIVATE-TOKEN": accessToken }),
        ...(body !== undefined && { "Content-Type": "application/json" }),
        Accept: "application/json",
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      // The limit includes the whole answer, even if a server sends one byte a second.
      ...{ timeoutMilliseconds, maxBytes: gitlabClientLimits.answerBytes },
    });
    const { status, header, text } = response;
    if (text === undefined) return tooLarge(about);
    if (status >= 200 && status < 300) return { kind: "answer", text, next: header("x-next-page") };
    return refusal({ url, about, response: { status, header, text: hide(gitlab, call, text) } });
  } catch (error) {
    return unreached(gitlab, error);
  }
}

function hide<T>({ accessToken }: GitLabConnection, { body = {} }: GitLabCall<T>, text: string): string {
  return quoted(text, [accessToken, ...(typeof body.token === "string" ? [body.token] : [])]);
}

function readAnswer<T>({ answer, about }: GitLabCall<T>, { text, next }: ReceivedAnswer): GitLabPage<T> {
  const parsed = answer.safeParse(parseJson(text));
  if (parsed.success) {
    return { value: parsed.data, ...(next !== undefined && next !== "" && { next }) };
  }
  // Only the names of the fields: the answer may contain a token.
  const fields = [
    ...new Set(parsed.error.issues.map(({ path }) => path.join(".") || "the whole answer")),
  ].slice(0, 5);
  throw new GitLabRunnerError(
    "gitlab-answer-unexpected",
    `GitLab's answer about ${about} has an unexpected form: ${fields.join(", ")}`,
    `set gitlabUrl to the address of a GitLab instance, version ${gitlabApi.minVersion} or newer`,
  );
}
