/**
 * The prefixes of GitLab's tokens.
 * Source: gitlab-org/gitlab doc/security/tokens/_index.md, "Token prefixes"; read 2026-11-24.
 */
import type { FactTable } from "../fact-table";

export const tokenPrefixesTable = {
  name: "Prefixes of GitLab tokens",
  readOn: "2026-11-24",
  sources: ["gitlab-org/gitlab:doc/security/tokens/_index.md"],
  lookAt: "https://docs.gitlab.com/security/tokens/",
} as const satisfies FactTable;

interface TokenPrefix {
  readonly prefix: string;
  readonly kind: "authentication" | "registration" | "other";
  readonly name: string;
}

export const tokenPrefixes: readonly TokenPrefix[] = [
  { prefix: "glrt-", kind: "authentication", name: "a runner authentication token" },
  { prefix: "glrtr-", kind: "other", name: "the token of a runner that registered itself" },
  { prefix: "GR1348941", kind: "registration", name: "a registration token" },
  { prefix: "glpat-", kind: "other", name: "a personal, project or group access token" },
  { prefix: "gldt-", kind: "other", name: "a deploy token" },
  { prefix: "glcbt-", kind: "other", name: "a job token" },
  { prefix: "glptt-", kind: "other", name: "a pipeline trigger token" },
  { prefix: "glft-", kind: "other", name: "a feed token" },
  { prefix: "glimt-", kind: "other", name: "an incoming mail token" },
  { prefix: "glsoat-", kind: "other", name: "a SCIM token" },
  { prefix: "glagent-", kind: "other", name: "an agent token" },
  { prefix: "glwt-", kind: "other", name: "a workspace token" },
  { prefix: "gloas-", kind: "other", name: "an OAuth application secret" },
  { prefix: "glffct-", kind: "other", name: "a feature flags client token" },
];

export const tokensSource = "https://docs.gitlab.com/security/tokens/";

/** Undefined for a token without a known prefix: it is not GitLab's, or the instance has prefixes of its own. */
export function prefixOf(token: string): TokenPrefix | undefined {
  return tokenPrefixes.find(({ prefix }) => token.startsWith(prefix));
}
