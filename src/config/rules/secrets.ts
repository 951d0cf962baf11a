/** Secrets in the configuration itself, at any path. A finding never shows the secret. */
import { hidden, holdsToken, isHarmless, isSecretName } from "../mask";
import type { Path } from "../paths";
import type { Rule } from "./rule";
import { texts, type Text } from "./texts";

/** A runner's token that does not even begin as a reference. The schema reports a reference with a mistake. */
function isLiteral({ path, text, isKey }: Text): boolean {
  const isToken = path.length === 3 && path[0] === "runners" && path[2] === "token";
  return isToken && !isKey && text !== "" && !/^(env|ssm|secretsmanager|kubernetes):/.test(text);
}

/** Settings that hold only a secret, of an add-on's chart or of a runner's cache. */
const secretSettings: readonly unknown[] = ["repository_password", "SecretKey", "AccessKey", "AccountKey"];

function isSecretSetting({ path, text, isKey }: Text): boolean {
  if (isKey || text === "") return false;
  return secretSettings.includes(path.at(-1)) || (path.includes("set_sensitive") && path.at(-1) === "value");
}

/** A variable of the jobs, or a key of extra TOML, whose name suggests a secret. */
function isSecretVariable({ path, text, isKey }: Text): boolean {
  const [first, , part] = path;
  if (isKey || first !== "runners" || !(path.includes("environment") || part === "extraToml")) return false;
  const last = path.at(-1);
  // The runner's own list has variables as NAME=value.
  const [, listed, given] = typeof last === "number" ? (/^(\w+)=(.*)$/s.exec(text) ?? []) : [];
  const name = listed ?? (typeof last === "string" ? last : "");
  return isSecretName(name) && !isHarmless(given ?? text);
}

export const noLiteralTokens: Rule = ({ raw }) =>
  texts(raw, [])
    .filter(
      (item) =>
        (holdsToken(item.text) && !item.repeated) ||
        isLiteral(item) ||
        isSecretSetting(item) ||
        isSecretVariable(item),
    )
    .map(({ path }) => ({
      code: "literal-token",
      path,
      value: hidden,
      message: "this is a secret in plain text, which would end up in files, logs and repositories",
      allowed: "a reference: env:NAME, ssm:/path, secretsmanager:name or kubernetes:secret-name",
      fix: "revoke this secret, store a new one outside the configuration, and refer to it",
    }));

const credentials = /^[a-z][a-z0-9+.-]{0,20}:\/\/[^/?#\s]*@/i;

/** In these addresses an @ always belongs to credentials. */
function isAddress(path: Path): boolean {
  return path.at(-1) === "gitlabUrl" || (path[0] === "state" && path[1] === "address");
}

export const noUrlCredentials: Rule = ({ raw }) =>
  texts(raw, [])
    .filter(({ repeated }) => !repeated)
    .filter(({ path, text }) => credentials.test(text.trim()) || (isAddress(path) && text.includes("@")))
    .map(({ path }) => ({
      code: "url-credentials",
      path,
      value: hidden,
      message: "the address contains a user name or a password",
      allowed: "an address without user and password",
      fix: "set the credentials in the environment",
    }));
