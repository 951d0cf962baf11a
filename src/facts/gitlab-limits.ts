/** Limits of GitLab that the rules check or the documentation names. Read 2026-11-23. */
export const gitlabLimits = {
  /** Source: gitlab-org/gitlab commit f9274efa, PARALLEL_LIMIT. */
  parallel: 200,
  /** Jobs in active pipelines on GitLab.com. Source: gitlab-org/gitlab doc/user/gitlab_com/_index.md. */
  activeJobs: { free: 500, trial: 1000, premium: 20_000, ultimate: 100_000 },
  /** How long a job may last unless the project or the runner says otherwise. Source: GitLab docs, ci/pipelines/settings.md. */
  jobTimeoutSeconds: 3600,
  /** Registration tokens: off by default since 17.0. Source: gitlab-runner docs/register/_index.md. */
  registrationTokensRemovedIn: "GitLab 20.0 (May 2027)",
} as const;
