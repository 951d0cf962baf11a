/**
 * Keeps secrets out of whatever is shown: anything that looks like a GitLab token, and the value of any key
 * that holds a token without being a reference to one.
 */
import { tokenReference } from "./schema/runners";
import { tokenPrefixes } from "../facts/token-prefixes";

/** With a dash, a prefix may be the beginning of any name; without, it is found in tokens only. */
const beginning = (dash: boolean) =>
  tokenPrefixes.flatMap(({ prefix }) => (prefix.endsWith("-") === dash ? [prefix] : [])).join("|");
const [dashed, plain] = [beginning(true), beginning(false)];
const anyToken = new RegExp(`(?<![A-Za-z0-9])(?:(${dashed})[\\w.=-]+|(${plain})[\\w.=-]*)`, "g");
/** Real ones are 20 characters and more; twelve leaves names such as `glrt-runner` alone. */
const literalToken = new RegExp(`(?<![A-Za-z0-9])(?:(?:${dashed})[\\w.=-]{12,}|(?:${plain}))`);

/** Up to the last @, however the address is misshapen. */
const urlCredentials = /(\b[a-z][a-z0-9+.-]{0,20}:[/\\]*)[^\s@]*@/gi;

export const hidden = "****";

export function holdsToken(text: string): boolean {
  return literalToken.test(text);
}

export function maskText(text: string): string {
  return text
    .replace(urlCredentials, `$1${hidden}@`)
    .replace(anyToken, (_, begun: string | undefined, alone: string | undefined) => {
      return `${begun ?? alone ?? ""}${hidden}`;
    });
}

/** `token` itself, and names such as runnerToken, secret_key or DB_PASSWORD; not tokenType. */
function isSecretKey(key: string): boolean {
  return !/^token(Type|Revision)$/.test(key) && /token|tokn|passw|secret|(access|private)_?key/i.test(key);
}

function maskSecret(value: unknown): unknown {
  if (typeof value === "string" && tokenReference.safeParse(value).success) return value;
  return value === null || value === undefined ? value : hidden;
}

/** A copy that may be shown. `key` is the name under which the value stands. */
export function maskValue(value: unknown, key = ""): unknown {
  if (isSecretKey(key)) return maskSecret(value);
  if (typeof value === "string") return maskText(value);
  if (Array.isArray(value)) return value.map((item: unknown) => maskValue(item));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, item]: [string, unknown]) => [maskText(name), maskValue(item, name)]),
    );
  }
  return value;
}
