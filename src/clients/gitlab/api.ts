/**
 * Facts about GitLab's API: versions, scopes and limits.
 * Source: gitlab-org/gitlab doc/api/runners.md, doc/api/users.md "Create a runner linked to a user", doc/api/rest
 * "Pagination", lib/api/user_runners.rb, lib/api/ci/{runner,runners}.rb, lib/api/ci/helpers/runner.rb,
 * app/models/ci/runner.rb, app/services/ci/runners (GitLab 18.7); read 2026-11-28.
 */
export const gitlabApi = {
  /** The first version with `POST /user/runners` and with the id in the answer of `POST /runners/verify`. */
  minVersion: "16.0",
  /** create_runner creates runners; manage_runner reads, changes, resets and deletes them by id; read_api lists them. */
  scopes: "create_runner, manage_runner and read_api, or api",
  /** Maximum entries of a page. */
  perPage: 100,
  /** GitLab requires a system_id with a glrt- token. From then on it lists a manager with this name. */
  systemId: "glrunner",
  source: "https://docs.gitlab.com/api/runners/",
} as const;

/**
 * Limits of calls to GitLab's API. One call ends after its attempts and their pauses; all calls of a list end after
 * `listSeconds`. docs/operating.md names the limits.
 */
export const gitlabClientLimits = {
  /** One attempt, from the connection to the last byte of the answer. */
  attemptSeconds: 30,
  attempts: 4,
  /** The longest `Retry-After` that a call waits for. A longer one is an error, which names it. */
  pauseSeconds: 60,
  /** A page of 100 runners takes about 40 kB. */
  answerBytes: 10 * 1024 * 1024,
  /** Pages of `gitlabApi.perPage` runners. */
  pages: 100,
  listSeconds: 300,
} as const;

/** Codes of certificates that Node does not accept. Source: nodejs.org/api/tls, "X509 certificate error codes"; read 2026-11-28. */
export const certificateErrors: readonly string[] = [
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
];
