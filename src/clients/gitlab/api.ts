/**
 * What GitLab's API asks for and allows, as far as it is used here.
 * Source: gitlab-org/gitlab doc/api/runners.md, doc/api/users.md "Create a runner linked to a user", doc/api/rest
 * "Pagination", lib/api/user_runners.rb, lib/api/ci/{runner,runners}.rb, lib/api/ci/helpers/runner.rb,
 * app/models/ci/runner.rb, app/services/ci/runners (GitLab 18.7); read 2026-11-28.
 */
export const gitlabApi = {
  /** From which `POST /user/runners` and the id in the answer of `POST /runners/verify` are there. */
  minVersion: "16.0",
  /** create_runner makes one, manage_runner reads, changes, resets and deletes one by its id, read_api lists them. */
  scopes: "create_runner, manage_runner and read_api, or api",
  /** Most entries of a page. */
  perPage: 100,
  /** A system_id is required with a glrt- token; GitLab lists a manager of this name from then on. */
  systemId: "glrunner",
  source: "https://docs.gitlab.com/api/runners/",
} as const;

/**
 * How long and how much a call of GitLab's API may take. All calls of a list together end after `listSeconds`, and one
 * call after four attempts with the pauses between them. docs/operating.md names them.
 */
export const gitlabClientLimits = {
  /** One attempt, from the connection to the last byte of the answer. */
  attemptSeconds: 30,
  attempts: 4,
  /** The longest `Retry-After` that is waited for; a longer one is an error that names it. */
  pauseSeconds: 60,
  /** A page of 100 runners takes about 40 kB. */
  answerBytes: 10 * 1024 * 1024,
  /** Of `gitlabApi.perPage` runners each. */
  pages: 100,
  listSeconds: 300,
} as const;

/** Why a certificate was not accepted. Source: nodejs.org/api/tls, "X509 certificate error codes"; read 2026-11-28. */
export const certificateErrors: readonly string[] = [
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
];
