/** Why GitLab did not do what was asked, whether it may be asked again, and what to do about it. */
import { certificateErrors, gitlabApi } from "./api";
import { quoted, GitLabRunnerError } from "./gitlab-error";

export interface RefusedCall {
  readonly kind: "refused";
  readonly error: GitLabRunnerError;
  readonly retry: "always" | "repeatable" | "never";
  readonly afterSeconds?: number;
  /** In GitLab's own words, and not those of something on the way. */
  readonly forbidden?: boolean;
}

interface ErrorResponse {
  readonly status: number;
  readonly headers: Headers;
  /** Without tokens. */
  readonly text: string;
}

interface RefusalContext {
  readonly url: string;
  readonly about: string;
  readonly said: ErrorResponse;
}

/** Source: gitlab-org/gitlab doc/api/rest/troubleshooting.md, doc/security/rate_limits.md, lib/api/api_guard.rb; 2026-11-28. */
export function refusal(context: RefusalContext): RefusedCall {
  const { url, about, said } = context;
  const { status, headers, text } = said;
  const words = wordsOf(text);
  if (status >= 300 && status < 400) {
    const to = quoted(headers.get("location") ?? "", []);
    return never(
      `${url} answers with a redirect${to === "" ? "" : ` to ${to}`}, which no token follows`,
      "write the address that it leads to as gitlabUrl",
    );
  }
  if (status === 401) {
    return never(
      `GitLab does not accept the token in GITLAB_TOKEN: ${words}`,
      `make one that is not expired, with the scopes ${gitlabApi.scopes}`,
    );
  }
  if (status === 403) return forbidden(about, text, words);
  if (status === 404) {
    return never(
      `GitLab does not know ${about}, or hides it from this token`,
      "look at its name, and at whose token it is",
    );
  }
  return status === 429 || status >= 500
    ? later(context, words)
    : never(`GitLab refuses ${about}: ${words}`, "change what it names");
}

function never(message: string, fix: string): RefusedCall {
  return { kind: "refused", retry: "never", error: new GitLabRunnerError(message, fix) };
}

function forbidden(about: string, text: string, words: string): RefusedCall {
  if (text.includes("insufficient_scope")) {
    return never(
      `the token in GITLAB_TOKEN has no scope for ${about}`,
      `make one with the scopes ${gitlabApi.scopes}`,
    );
  }
  const fix =
    "take the token of an Owner of the group or project, or of an administrator for the instance; an administrator may also have restricted who makes runners";
  const refused = never(`GitLab refuses ${about}: ${words}`, fix);
  return { ...refused, forbidden: words.startsWith("403 Forbidden") };
}

function later({ about, said: { status, headers } }: RefusalContext, words: string): RefusedCall {
  if (status !== 429) {
    const fix = "look at GitLab's own status, and try again";
    const error = new GitLabRunnerError(`GitLab failed at ${about}: ${status} ${words}`, fix, true);
    return { kind: "refused", retry: "repeatable", error };
  }
  const afterSeconds = retryAfter(headers);
  const when = afterSeconds === undefined ? "later" : `in ${afterSeconds} seconds`;
  return {
    ...{ kind: "refused", retry: "always" },
    ...(afterSeconds !== undefined && { afterSeconds }),
    error: new GitLabRunnerError(
      `GitLab asks for patience about ${about}: too many requests`,
      `try again ${when}`,
    ),
  };
}

/** GitLab says why in one of three forms; whatever else there is, is said as it is. */
function wordsOf(text: string): string {
  try {
    const said: unknown = JSON.parse(text);
    if (typeof said !== "object" || said === null) return text;
    const found = ["message", "error_description", "error"].flatMap((key) => {
      const value: unknown = Object.entries(said).find(([name]) => name === key)?.[1];
      return value === undefined ? [] : [typeof value === "string" ? value : JSON.stringify(value)];
    });
    return found[0] ?? text;
  } catch {
    return text;
  }
}

function retryAfter(headers: Headers): number | undefined {
  const given = headers.get("retry-after") ?? "";
  return /^\d+$/.test(given) ? Number(given) : undefined;
}

/** Nothing was answered: whether it was done, nobody knows. */
export function unreached(url: string, reason: unknown): RefusedCall {
  const code = codesOf(reason)[0] ?? lastWords(reason);
  if (certificateErrors.includes(code)) {
    return {
      ...{ kind: "refused", retry: "never" },
      error: new GitLabRunnerError(
        `the certificate of ${url} is not trusted here (${code})`,
        "name the file of your own authority in NODE_EXTRA_CA_CERTS",
      ),
    };
  }
  const error = new GitLabRunnerError(
    `GitLab at ${url} gave no answer (${code})`,
    "look at gitlabUrl and the network; behind a proxy, Node 24 takes HTTPS_PROXY with NODE_USE_ENV_PROXY=1",
    true,
  );
  return { kind: "refused", retry: "repeatable", error };
}

/** Codes of the system first, names of errors where there is none. */
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

/** Such as fetch's of a port that it refuses. */
function lastWords(error: unknown): string {
  if (!(error instanceof Error)) return "nobody knows why";
  return error.cause === undefined ? quoted(error.message, []) : lastWords(error.cause);
}
