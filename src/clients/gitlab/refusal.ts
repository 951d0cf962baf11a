/** Explains why a call to GitLab failed, whether it may be repeated, and the next step. */
import { certificateErrors, gitlabApi, gitlabClientLimits } from "./api";
import type { Route } from "../system/exchange";
import { ProxyError, proxyFor } from "../system/proxy";
import { quoted, GitLabRunnerError, type RunnerErrorCode } from "./gitlab-error";

export interface RefusedCall {
  readonly kind: "refused";
  readonly error: GitLabRunnerError;
  readonly retry: "always" | "repeatable" | "never";
  readonly afterSeconds?: number;
  /** Whether GitLab itself answered 403, and not a proxy. */
  readonly forbidden?: boolean;
}

interface ErrorResponse {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  /** Without tokens. */
  readonly text: string;
}

interface UnreachedGitLab extends Route {
  readonly url: string;
}

interface RefusalContext {
  readonly url: string;
  readonly about: string;
  readonly response: ErrorResponse;
}

/**
 * The error for a response without success, by its status.
 * Source: gitlab-org/gitlab doc/api/rest/troubleshooting.md, doc/security/rate_limits.md, lib/api/api_guard.rb; read
 * 2026-11-28.
 */
export function refusal(context: RefusalContext): RefusedCall {
  const { url, about, response } = context;
  const { status, header, text } = response;
  const words = wordsOf(text);
  if (status >= 300 && status < 400) {
    const to = quoted(header("location") ?? "", []);
    return never(
      "gitlab-redirect",
      `${url} redirects${to === "" ? "" : ` to ${to}`}, and glrunner never sends a token to another address`,
      "set gitlabUrl to the address that it redirects to",
    );
  }
  if (status === 401) {
    return never(
      "gitlab-token-refused",
      `GitLab does not accept the token in GITLAB_TOKEN: ${words}`,
      `create a token that has not expired, with the scopes ${gitlabApi.scopes}`,
    );
  }
  if (status === 403) return forbidden(about, text, words);
  if (status === 404) {
    return never(
      "gitlab-not-found",
      `GitLab does not find ${about}, or the token has no access to it`,
      "check its name, and that the token's user is a member of it",
    );
  }
  return status === 429 || status >= 500
    ? later(context, words)
    : never("gitlab-refused", `GitLab refuses ${about}: ${words}`, "change the setting that GitLab names");
}

function never(code: RunnerErrorCode, message: string, fix: string): RefusedCall {
  return { kind: "refused", retry: "never", error: new GitLabRunnerError(code, message, fix) };
}

/** The error for an answer that is larger than the limit. */
export function tooLarge(about: string): RefusedCall {
  const size = `${gitlabClientLimits.answerBytes / 1024 / 1024} MiB`;
  const message = `GitLab's answer about ${about} is larger than ${size}`;
  const fix = "check that gitlabUrl is the address of a GitLab instance";
  const error = new GitLabRunnerError("gitlab-answer-too-large", message, fix, true);
  return { kind: "refused", retry: "never", error };
}

function forbidden(about: string, text: string, words: string): RefusedCall {
  if (text.includes("insufficient_scope")) {
    return never(
      "gitlab-scope-missing",
      `the token in GITLAB_TOKEN has no scope for ${about}`,
      `create a token with the scopes ${gitlabApi.scopes}`,
    );
  }
  const fix =
    "use the token of an Owner of the group or project, or of an administrator for the instance; an administrator can also restrict who creates runners";
  const refused = never("gitlab-forbidden", `GitLab refuses ${about}: ${words}`, fix);
  return { ...refused, forbidden: words.startsWith("403 Forbidden") };
}

function later({ about, response: { status, header } }: RefusalContext, words: string): RefusedCall {
  if (status !== 429) {
    const message = `GitLab failed at ${about}: ${status} ${words}`;
    const error = new GitLabRunnerError(
      "gitlab-failed",
      message,
      "check GitLab's status, then run the command again",
      true,
    );
    return { kind: "refused", retry: "repeatable", error };
  }
  const afterSeconds = retryAfter(header("retry-after"));
  const when = afterSeconds === undefined ? "later" : `in ${afterSeconds} seconds`;
  return {
    ...{ kind: "refused", retry: "always" },
    ...(afterSeconds !== undefined && { afterSeconds }),
    error: new GitLabRunnerError(
      "gitlab-rate-limited",
      `GitLab received too many requests, and did not answer about ${about}`,
      `run the command again ${when}`,
    ),
  };
}

/** GitLab's reason is in one of three fields; any other text is returned unchanged. */
function wordsOf(text: string): string {
  try {
    const content: unknown = JSON.parse(text);
    if (typeof content !== "object" || content === null) return text;
    const found = ["message", "error_description", "error"].flatMap((key) => {
      const value: unknown = Object.entries(content).find(([name]) => name === key)?.[1];
      return value === undefined ? [] : [typeof value === "string" ? value : JSON.stringify(value)];
    });
    return found[0] ?? text;
  } catch {
    return text;
  }
}

/** In seconds, at most a day. Undefined for a date, which GitLab does not send. */
function retryAfter(given = ""): number | undefined {
  return /^\d+$/.test(given) ? Math.min(Number(given), 86_400) : undefined;
}

/** The error if no answer arrived. GitLab may have done the call. */
export function unreached({ url, env, ca }: UnreachedGitLab, reason: unknown): RefusedCall {
  if (reason instanceof ProxyError) {
    const error = new GitLabRunnerError("gitlab-proxy", quoted(reason.message, []), reason.fix);
    return { kind: "refused", retry: reason.mayPass ? "always" : "never", error };
  }
  const cause = codesOf(reason)[0] ?? rootMessage(reason);
  if (certificateErrors.includes(cause)) {
    return never(
      "gitlab-certificate",
      `the certificate of ${url} is not trusted on this machine (${cause})`,
      ca === undefined
        ? "set gitlabCa.file to the file of your certificate authority"
        : "add the certificate authority of GitLab, or of the proxy in between, to the file in gitlabCa.file",
    );
  }
  const proxied = proxyFor(new URL(url), env) !== undefined;
  const error = new GitLabRunnerError(
    "gitlab-unreachable",
    `GitLab at ${url} did not answer${proxied ? " through the proxy in HTTPS_PROXY" : ""} (${cause})`,
    proxied
      ? "check gitlabUrl, HTTPS_PROXY and NO_PROXY"
      : "check gitlabUrl and the network; behind a proxy, set HTTPS_PROXY",
    true,
  );
  return { kind: "refused", retry: "repeatable", error };
}

/** System codes first, then the names of errors. */
function codesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  const own = "code" in error && typeof error.code === "string" ? [error.code] : [];
  const deeper = [
    ...codesOf(error.cause),
    ...(error instanceof AggregateError ? error.errors.flatMap(codesOf) : []),
  ];
  const named = error.name === "Error" || error.name === "TypeError" ? [] : [error.name];
  return [...own, ...deeper, ...named];
}

/** The message of the innermost cause. */
function rootMessage(error: unknown): string {
  if (!(error instanceof Error)) return "for an unknown reason";
  return error.cause === undefined ? quoted(error.message, []) : rootMessage(error.cause);
}
