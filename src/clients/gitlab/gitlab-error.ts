/** The error of one runner: a stable code, a message and the next step. Neither text contains a token. */
import { hidden, maskText } from "../../config/mask";

/** Stable codes. `gitlab-...`: a call to GitLab's API failed. The others are about the token and the runner. */
export type RunnerErrorCode =
  | "gitlab-redirect"
  | "gitlab-token-refused"
  | "gitlab-scope-missing"
  | "gitlab-forbidden"
  | "gitlab-not-found"
  | "gitlab-refused"
  | "gitlab-failed"
  | "gitlab-rate-limited"
  | "gitlab-certificate"
  | "gitlab-proxy"
  | "gitlab-unreachable"
  | "gitlab-answer-unexpected"
  | "gitlab-answer-too-large"
  | "gitlab-too-many-pages"
  | "gitlab-too-slow"
  | "token-missing"
  | "token-not-accepted"
  | "token-not-a-runners"
  | "token-lost"
  | "token-shared"
  | "token-store-failed"
  | "token-store-denied"
  | "parameter-not-encrypted"
  | "secret-being-deleted"
  | "secret-binary"
  | "runner-not-found"
  | "runner-ambiguous"
  | "runner-exists"
  | "runner-not-owned"
  | "runner-maybe-created"
  | "runner-not-deleted"
  | "aws-account-unknown"
  | "interrupted"
  | "unexpected";

export class GitLabRunnerError extends Error {
  constructor(
    readonly code: RunnerErrorCode,
    message: string,
    readonly fix: string,
    /** Whether GitLab may have done the call in spite of the error. */
    readonly maybeDone = false,
  ) {
    super(message);
  }
}

/** A server's text as one line of at most 300 characters, without these tokens and anything that looks like a token. */
export function quoted(text: string, tokens: readonly string[]): string {
  // Masking a long text takes time, and only 300 characters are shown.
  const start = text.slice(0, 4000);
  const without = tokens
    .filter((token) => token !== "")
    .reduce((masked, token) => masked.replaceAll(token, hidden), start);
  return maskText(without).replace(/\s+/g, " ").trim().slice(0, 300);
}
