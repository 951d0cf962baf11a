/**
 * Detects and masks secrets: in the configuration, in the review of a plan, and in everything that glrunner prints.
 *
 * 1. A secret is recognized by its format (tokens, private keys, credentials in an address), or by the name before it.
 * 2. A token may follow a letter directly, or an escape such as `%3A`. A word that only begins like a token is not one.
 * 3. Time is linear in the text: no pattern reads a character again from another start, except within a fixed length.
 */
import { namedSecrets, secretFormats } from "../facts/programs/secret-formats";
import { tokenPrefixes } from "../facts/gitlab/token-prefixes";
import { tokenReference } from "./schema/runners";

/** Text in place of a secret. */
export const hidden = "****";

const gitlabToken = new RegExp(`(${tokenPrefixes.map(({ prefix }) => prefix).join("|")})([\\w.=-]*)`, "g");
/** Real tokens have at least 20 characters. Twelve excludes names such as `glrt-runner`. */
const minTokenLength = 12;
/** After a letter, only a text that no word has counts as a token: nearly full length and a digit. */
const gluedToken = /^(?=[\w-]{16})(?=\D*\d)/;
const formats = secretFormats.map(({ prefix, rest }) => new RegExp(`(${prefix})${rest}`, "g"));
const named = namedSecrets.map(({ key, value }) => new RegExp(`(${key}[\\\\"'\\s:=>]{1,8})${value}`, "gi"));
const privateKey = /-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----/;
const privateKeyEnd = /-----END [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----/g;

/** Whether the text has a secret of any known service. Credentials in an address do not count. */
export function holdsToken(text: string): boolean {
  return withoutTokens(text, hidden, true) !== text;
}

/** Whether the text has a secret of any known service, or an address with a password. */
export function holdsSecret(text: string): boolean {
  return holdsToken(text) || withoutCredentials(text, true) !== text;
}

/** The text with secrets masked, for printing. Also masks words that only begin like a GitLab token. */
export function maskText(text: string, placeholder = hidden): string {
  return withoutTokens(withoutCredentials(text, false), placeholder, false);
}

/** @param certain does not mask words that are too short for a token */
function withoutTokens(text: string, placeholder: string, certain: boolean): string {
  const withoutGitlabTokens = withoutPrivateKeys(text, placeholder).replace(
    gitlabToken,
    (all: string, prefix: string, rest: string, at: number, whole: string) =>
      isToken({ prefix, rest, before: whole.slice(Math.max(0, at - 3), at), certain })
        ? `${prefix}${placeholder}`
        : all,
  );
  return [...formats, ...named].reduce(
    (masked, format) => masked.replace(format, `$1${placeholder}`),
    withoutGitlabTokens,
  );
}

interface TokenCandidate {
  readonly prefix: string;
  readonly rest: string;
  /** The three characters before the token. */
  readonly before: string;
  readonly certain: boolean;
}

function isToken({ prefix, rest, before, certain }: TokenCandidate): boolean {
  const isGlued = /[A-Za-z0-9]$/.test(before) && !/%[0-9A-Fa-f]{2}$/.test(before);
  if (isGlued) return gluedToken.test(rest);
  // A prefix with a dash may begin any name. A prefix without one occurs only in tokens.
  if (!prefix.endsWith("-") || rest.length >= minTokenLength) return true;
  return !certain && rest !== "";
}

/** A key without an end mark reaches to the end of the text. */
function withoutPrivateKeys(text: string, placeholder: string): string {
  let rest = text;
  let done = "";
  for (let begin = privateKey.exec(rest); begin !== null; begin = privateKey.exec(rest)) {
    privateKeyEnd.lastIndex = begin.index;
    const end = privateKeyEnd.exec(rest) === null ? rest.length : privateKeyEnd.lastIndex;
    done += rest.slice(0, begin.index) + placeholder;
    rest = rest.slice(end);
  }
  return done + rest;
}

const scheme = /[a-z][a-z0-9+.-]{0,20}:[/\\]+/gi;
const delimiter = /[:/?#\\@]/g;
const port = /\d*[/?#]/y;

/**
 * Masks up to the last @ of a word with an address, even if the address is malformed. Ignores the @ of an image digest and of
 * a scope in a path, which come after the host.
 * @param withPassword masks only credentials with a password
 */
function withoutCredentials(text: string, withPassword: boolean): string {
  return text.includes("@")
    ? text.replace(/[^\s"'`<>]+/g, (word) => wordWithoutCredentials(word, withPassword))
    : text;
}

function wordWithoutCredentials(word: string, withPassword: boolean): string {
  const at = word.lastIndexOf("@");
  if (at < 0) return word;
  for (const match of word.matchAll(scheme)) {
    const start = match.index + match[0].length;
    if (start >= at) break;
    delimiter.lastIndex = start;
    const stop = delimiter.exec(word)?.index ?? at;
    port.lastIndex = stop + 1;
    const hasPassword = word.charAt(stop) === ":" && !port.test(word);
    if (hasPassword || (stop === at && !withPassword)) return word.slice(0, start) + hidden + word.slice(at);
  }
  return word;
}

/** Matches `runnerToken`, `secret_key`, `DB_PASSWORD`; not `secret`, `secretName` or `TOKEN_FILE`, which hold no secret. */
const secretName =
  /(?:token|password|passwd|passphrase|(?:secret|access|private|api|account)[_-]?key|client[_-]?secret|_pass|_pwd)$/i;
const secretVariable = /_SECRET$|^DOCKER_AUTH_CONFIG$/;

/** Whether the name means that its value is a secret. */
export function isSecretName(name: string): boolean {
  return secretName.test(name) || secretVariable.test(name);
}

/** Values that are not secrets: nothing, a switch, a number, a reference, a variable, a template, a path. */
const harmless =
  /^(?:|true|false|yes|no|on|off|null|\d+|(?:env|ssm|secretsmanager|kubernetes|arn|file):.*|\$.*|\{\{.*|%.*%|\/.*|\(.*\))$/s;

/** Whether a value is not a secret, even under the name of one. */
export function isHarmless(value: string): boolean {
  return harmless.test(value.trim());
}

/** Also matches `token` itself and misspelt names, but not `tokenType`. Only for display. */
function mayHoldSecret(key: string): boolean {
  return (
    isSecretName(key) ||
    (!/^token(Type|Revision)$/.test(key) && /token|tokn|passw|secret|private_?key/i.test(key))
  );
}

function maskSecret(value: unknown): unknown {
  if (typeof value === "string" && tokenReference.safeParse(value).success) return value;
  return value === null || value === undefined ? value : hidden;
}

/**
 * A copy of the value with secrets masked.
 * @param key the name of the value
 */
export function maskValue(value: unknown, key = ""): unknown {
  if (mayHoldSecret(key)) return maskSecret(value);
  if (typeof value === "string") return maskText(value);
  if (Array.isArray(value)) return value.map((item: unknown) => maskValue(item));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, item]: [string, unknown]) => [maskText(name), maskValue(item, name)]),
    );
  }
  return value;
}
