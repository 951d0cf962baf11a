/**
 * Formats of secrets of services other than GitLab; GitLab's own are in `gitlab/token-prefixes.ts`. Sources:
 * github.com/gitleaks/gitleaks config/gitleaks.toml (rules by their ids), and for AWS
 * docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids.
 */
import type { FactTable } from "../fact-table";

export const secretFormatsTable = {
  name: "Formats of secrets",
  readOn: "2026-11-30",
  sources: [
    "gitleaks/gitleaks:config/gitleaks.toml",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
  ],
  lookAt: "https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml",
} as const satisfies FactTable;

interface SecretFormat {
  /** The id of the gitleaks rule, or the name in the source. */
  readonly name: string;
  /** A regular expression for the start of the secret, which stays visible, so that a reader knows what was masked. */
  readonly prefix: string;
  /** A regular expression for the rest of the secret, longer than any ordinary word. */
  readonly rest: string;
}

export const secretFormats: readonly SecretFormat[] = [
  {
    name: "aws-access-token",
    prefix: "(?:(?<![A-Z0-9])|(?<=%[0-9A-Fa-f]{2}))(?:AKIA|ASIA|ABIA|ACCA)",
    rest: "[A-Z2-7]{16}(?![A-Za-z0-9])",
  },
  { name: "github-pat and its like", prefix: "gh[pousr]_", rest: "[0-9a-zA-Z]{36,}" },
  { name: "github-fine-grained-pat", prefix: "github_pat_", rest: "\\w{60,}" },
  { name: "slack-bot-token and its like", prefix: "xox[abeoprs]-", rest: "[0-9a-zA-Z-]{20,}" },
  { name: "npm-access-token", prefix: "npm_", rest: "[a-zA-Z0-9]{36,}" },
  { name: "gcp-api-key", prefix: "AIza", rest: "[\\w-]{35}" },
  { name: "Docker personal access token", prefix: "dckr_pat_", rest: "[\\w-]{20,}" },
  { name: "vault-service-token", prefix: "hvs\\.", rest: "[\\w-]{60,}" },
  // Only at the start of a word: matching a long first part again from each of its letters would be slow.
  { name: "jwt", prefix: "(?<![\\w-])eyJ", rest: "[\\w-]{15,}\\.ey[\\w-]{15,}\\.[\\w-]{10,}" },
];

/** Secrets without a format of their own, recognized by the key before them. Regular expressions that ignore case. */
export const namedSecrets: readonly {
  readonly name: string;
  readonly key: string;
  readonly value: string;
}[] = [
  {
    name: "AWS secret access key",
    key: "secret_?(?:access_?)?key",
    value: "[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+])",
  },
  { name: "AWS session token", key: "session_?token", value: "[A-Za-z0-9/+=]{80,}" },
  { name: "Azure storage account key", key: "account_?key", value: "[A-Za-z0-9/+]{86}==" },
  { name: "Azure shared access signature", key: "[?&;]sig", value: "[A-Za-z0-9%/+]{40,}" },
  { name: "token in a header", key: "(?:private|job|deploy|runner)-token", value: "[\\w.-]{20,}" },
];
