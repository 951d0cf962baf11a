/**
 * One call of GitLab's API. Bounded in time and size, repeated where that does no harm, and its answer held to a schema.
 * A token goes to the address of the configuration and nowhere else, and is in no error.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type * as z from "zod";
import { gitlabAddress } from "../../config/resolve/routing";
import { exchange, type Route } from "../system/exchange";
import { refusal, tooLarge, unreached, type RefusedCall } from "./refusal";
import { gitlabApi, gitlabClientLimits } from "./api";
import { quoted, GitLabRunnerError } from "./gitlab-error";

/** Time, as the client sees it. Tests replace `pause`, so that none of them waits. */
export const clock = {
  /** Milliseconds. */
  now: (): number => Date.now(),
  pause: (milliseconds: number): Promise<unknown> => sleep(milliseconds),
};

export interface GitLabConnection extends Route {
  /** As in the configuration. */
  readonly url: string;
  readonly accessToken: string;
  /** For one attempt, its answer included. @default gitlabClientLimits.attemptSeconds */
  readonly timeoutMilliseconds?: number;
}

interface GitLabCall<T> {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Behind `/api/v4`, with a query. */
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly answer: z.ZodType<T>;
  /** What it is about, for errors: `runner 7`. */
  readonly about: string;
  /** Whether a second call does no more than the first. @default of a GET, PUT and DELETE */
  readonly repeatable?: boolean;
  /** The runner's own token in the body says who asks. */
  readonly withoutAccessToken?: boolean;
  /** What GitLab's own plain "403 Forbidden" means. @default an error */
  readonly ifForbidden?: GitLabPage<T>;
}

interface GitLabPage<T> {
  readonly value: T;
  /** Undefined on the last page. */
  readonly next?: string;
}

/** Pauses before a repetition: the first takes this long, each one after twice as long as the one before. */
export const defaultPauseMilliseconds = 200;

/** @throws GitLabRunnerError */
export async function request<T>(gitlab: GitLabConnection, call: GitLabCall<T>): Promise<GitLabPage<T>> {
  const repeatable = call.repeatable ?? call.method !== "POST";
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await once(gitlab, call);
    if (outcome.kind === "answer") return readAnswer(call, outcome);
    const { error, retry, afterSeconds = 0, forbidden = false } = outcome;
    if (forbidden && call.ifForbidden !== undefined) return call.ifForbidden;
    // GitLab did nothing for a call that it turned away.
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

async function once<T>(gitlab: GitLabConnection, call: GitLabCall<T>): Promise<ReceivedAnswer | RefusedCall> {
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
      // Of the whole answer: a server that sends a byte a second does not hold the command up for longer.
      ...{ timeoutMilliseconds, maxBytes: gitlabClientLimits.answerBytes },
    });
    const { status, header, text } = response;
    if (text === undefined) return tooLarge(about);
    if (status >= 200 && status < 300) return { kind: "answer", text, next: header("x-next-page") };
    return refusal({ url, about, said: { status, header, text: hide(gitlab, call, text) } });
  } catch (error) {
    return unreached(gitlab, error);
  }
}

function hide<T>({ accessToken }: GitLabConnection, { body = {} }: GitLabCall<T>, text: string): string {
  return quoted(text, [accessToken, ...(typeof body.token === "string" ? [body.token] : [])]);
}

function readAnswer<T>({ answer, about }: GitLabCall<T>, { text, next }: ReceivedAnswer): GitLabPage<T> {
  const parsed = answer.safeParse(json(text));
  if (parsed.success) {
    return { value: parsed.data, ...(next !== undefined && next !== "" && { next }) };
  }
  // The names of the fields alone: the answer itself may hold a token.
  const fields = [
    ...new Set(parsed.error.issues.map(({ path }) => path.join(".") || "the whole answer")),
  ].slice(0, 5);
  throw new GitLabRunnerError(
    "gitlab-answer-unexpected",
    `GitLab's answer about ${about} has an unexpected form: ${fields.join(", ")}`,
    `set gitlabUrl to the address of a GitLab ${gitlabApi.minVersion} or newer`,
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
