/**
 * What GitLab's tokens begin with.
 * Source: gitlab-org/gitlab doc/security/tokens/_index.md, "Token prefixes"; read 2026-11-24.
 */
export type TokenKind = "authentication" | "registration" | "other";

export interface TokenPrefix {
  readonly prefix: string;
  readonly kind: TokenKind;
  readonly name: string;
}

/** `glrtr-` comes before `glrt-` would: neither is a beginning of the other. */
export const tokenPrefixes: readonly TokenPrefix[] = [
  { prefix: "glrt-", kind: "authentication", name: "a runner authentication token" },
  { prefix: "glrtr-", kind: "other", name: "the token of a runner that registered itself" },
  { prefix: "GR1348941", kind: "registration", name: "a registration token" },
  { prefix: "glpat-", kind: "other", name: "a personal, project or group access token" },
  { prefix: "gldt-", kind: "other", name: "a deploy token" },
  { prefix: "glcbt-", kind: "other", name: "a job token" },
  { prefix: "glptt-", kind: "other", name: "a pipeline trigger token" },
  { prefix: "glft-", kind: "other", name: "a feed token" },
  { prefix: "glsoat-", kind: "other", name: "a SCIM token" },
  { prefix: "glagent-", kind: "other", name: "an agent token" },
  { prefix: "gloas-", kind: "other", name: "an OAuth application secret" },
];

export const tokensSource = "https://docs.gitlab.com/security/tokens/";
