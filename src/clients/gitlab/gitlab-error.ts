/** The error of one runner: what happened, a stable code, and the next step. Neither text holds a token. */
import { hidden, maskText } from "../../config/mask";

/** Stable, as programs see them. `gitlab-...`: a call of GitLab's API; the others: the token and the runner. */
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
    /** Whether GitLab may have done what was asked in spite of the error. */
    readonly maybeDone = false,
  ) {
    super(message);
  }
}

/** What another machine said, as one line of at most 300 characters, without these tokens and anything like a token. */
export function quoted(text: string, tokens: readonly string[]): string {
  // Masking takes time by length, and no more than this is shown.
  const start = text.slice(0, 4000);
  const without = tokens
    .filter((token) => token !== "")
    .reduce((said, token) => said.replaceAll(token, hidden), start);
  return maskText(without).replace(/\s+/g, " ").trim().slice(0, 300);
}
