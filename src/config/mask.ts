/**
 * The one detector of secrets: for the configuration, the review of a plan, and everything that is printed.
 *
 * A secret is known by its form (tokens, private keys, credentials in an address), or by the name before it. A token
 * may be glued to a letter or follow an escape such as `%3A`; a word that only begins like a token is none.
 * Time is linear in the text: no pattern reads a character again from another start, except within a fixed length.
 */
import { namedSecrets, secretFormats } from "../facts/programs/secret-formats";
import { tokenPrefixes } from "../facts/gitlab/token-prefixes";
import { tokenReference } from "./schema/runners";

export const hidden = "****";

const gitlabToken = new RegExp(`(${tokenPrefixes.map(({ prefix }) => prefix).join("|")})([\\w.=-]*)`, "g");
/** Real ones have 20 characters and more; twelve leaves names such as `glrt-runner` alone. */
const tokenLength = 12;
/** Within a word, only what no word has: a token of nearly full length with a digit in it. */
const gluedToken = /^(?=[\w-]{16})(?=\D*\d)/;
const formats = secretFormats.map(({ prefix, rest }) => new RegExp(`(${prefix})${rest}`, "g"));
const named = namedSecrets.map(({ key, value }) => new RegExp(`(${key}[\\\\"'\\s:=>]{1,8})${value}`, "gi"));
const privateKey = /-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----/;
const privateKeyEnd = /-----END [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----/g;

/** Finds a secret of any known service in the text; credentials in an address do not count. */
export function holdsToken(text: string): boolean {
  return withoutTokens(text, hidden, true) !== text;
}

/** The same, or an address with a password. */
export function holdsSecret(text: string): boolean {
  return holdsToken(text) || withoutCredentials(text, true) !== text;
}

/** For printing: what only begins like a token of GitLab is cut short as well. */
export function maskText(text: string, placeholder = hidden): string {
  return withoutTokens(withoutCredentials(text, false), placeholder, false);
}

/** @param certain leaves alone what is too short for a token */
function withoutTokens(text: string, placeholder: string, certain: boolean): string {
  const begun = withoutPrivateKeys(text, placeholder).replace(
    gitlabToken,
    (all: string, prefix: string, rest: string, at: number, whole: string) =>
      isToken({ prefix, rest, before: whole.slice(Math.max(0, at - 3), at), certain })
        ? `${prefix}${placeholder}`
        : all,
  );
  return [...formats, ...named].reduce((left, form) => left.replace(form, `$1${placeholder}`), begun);
}

interface TokenCandidate {
  readonly prefix: string;
  readonly rest: string;
  /** The three characters before it. */
  readonly before: string;
  readonly certain: boolean;
}

function isToken({ prefix, rest, before, certain }: TokenCandidate): boolean {
  const isGlued = /[A-Za-z0-9]$/.test(before) && !/%[0-9A-Fa-f]{2}$/.test(before);
  if (isGlued) return gluedToken.test(rest);
  // With a dash, a prefix may be the beginning of any name; without, it is found in tokens only.
  if (!prefix.endsWith("-") || rest.length >= tokenLength) return true;
  return !certain && rest !== "";
}

/** One whose end is missing reaches to the end of the text. */
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
 * Up to the last @ of a word that has an address, however it is misshapen. Neither the @ of an image's digest nor that
 * of a scope in a path: before those the name of a host has ended.
 * @param withPassword leaves a user name alone
 */
function withoutCredentials(text: string, withPassword: boolean): string {
  return text.includes("@")
    ? text.replace(/[^\s"'`<>]+/g, (word) => wordWithoutCredentials(word, withPassword))
    : text;
}

function wordWithoutCredentials(word: string, withPassword: boolean): string {
  const at = word.lastIndexOf("@");
  if (at < 0) return word;
  for (const found of word.matchAll(scheme)) {
    const start = found.index + found[0].length;
    if (start >= at) break;
    delimiter.lastIndex = start;
    const stop = delimiter.exec(word)?.index ?? at;
    port.lastIndex = stop + 1;
    const hasPassword = word.charAt(stop) === ":" && !port.test(word);
    if (hasPassword || (stop === at && !withPassword)) return word.slice(0, start) + hidden + word.slice(at);
  }
  return word;
}

/** `runnerToken`, `secret_key`, `DB_PASSWORD`; not `secret`, `secretName` or `TOKEN_FILE`, which hold none. */
const secretName =
  /(?:token|password|passwd|passphrase|(?:secret|access|private|api|account)[_-]?key|client[_-]?secret|_pass|_pwd)$/i;
const secretVariable = /_SECRET$|^DOCKER_AUTH_CONFIG$/;

/** Whether what stands under this name is a secret by its meaning. */
export function isSecretName(name: string): boolean {
  return secretName.test(name) || secretVariable.test(name);
}

/** What stands in place of a secret: nothing, a switch, a number, a reference, a variable, a template, a path. */
const harmless =
  /^(?:|true|false|yes|no|on|off|null|\d+|(?:env|ssm|secretsmanager|kubernetes|arn|file):.*|\$.*|\{\{.*|%.*%|\/.*|\(.*\))$/s;

export function isHarmless(value: string): boolean {
  return harmless.test(value.trim());
}

/** `token` itself, and anything that may be meant so, such as a misspelt one; not tokenType. For showing alone. */
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

/** A copy that may be shown. `key` is the name under which the value stands. */
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
