/**
 * What the secrets of other services than GitLab look like; GitLab's own are in `token-prefixes.ts`. Sources:
 * github.com/gitleaks/gitleaks config/gitleaks.toml (rules by their ids), and for AWS
 * docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids.
 */
import type { FactTable } from "../fact-table";

export const secretFormatsTable = {
  name: "Forms of secrets",
  readOn: "2026-11-30",
  sources: [
    "gitleaks/gitleaks:config/gitleaks.toml",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
  ],
  lookAt: "https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml",
} as const satisfies FactTable;

interface SecretFormat {
  /** The rule of gitleaks, or what the source calls it. */
  readonly name: string;
  /** How the secret begins; shown, so that its reader knows what was hidden. A regular expression. */
  readonly prefix: string;
  /** What follows, of a length that ordinary words do not have. A regular expression. */
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
  // At the beginning of a word only: its first part may be long, and would be read again from each of its letters.
  { name: "jwt", prefix: "(?<![\\w-])eyJ", rest: "[\\w-]{15,}\\.ey[\\w-]{15,}\\.[\\w-]{10,}" },
];

/** Secrets without a form of their own, known by the name before them. Regular expressions; case does not matter. */
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
