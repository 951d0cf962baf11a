/** Secrets in the configuration itself, wherever they stand. What is found is never shown. */
import { hidden, holdsToken, isHarmless, isSecretName } from "../mask";
import type { Path } from "../paths";
import { problem, type Problem } from "../input/problems";
import type { Rule } from "./rule";
import { texts, type Text } from "./texts";

/** A runner's token that does not even begin as a reference. A reference with a mistake is the schema's to report. */
function isLiteral({ path, text, isKey }: Text): boolean {
  const token = path.length === 3 && path[0] === "runners" && path[2] === "token";
  return token && !isKey && text !== "" && !/^(env|ssm|secretsmanager|kubernetes):/.test(text);
}

function literal({ path }: Text): Problem {
  return problem({
    code: "literal-token",
    path,
    value: hidden,
    message: "this is a secret in plain text, which would end up in files, logs and repositories",
    allowed: "a reference: env:NAME, ssm:/path, secretsmanager:name or kubernetes:secret-name",
    fix: "store the token elsewhere and name that place; then revoke this token, since it was written down",
  });
}

export const noLiteralTokens: Rule = ({ raw }) =>
  texts(raw, [])
    .filter(
      (found) =>
        (holdsToken(found.text) && !found.repeated) ||
        isLiteral(found) ||
        isSecretSetting(found) ||
        isSecretVariable(found),
    )
    .map(literal);

/** Settings that hold a secret and nothing else, of an add-on's chart or of a runner's cache. */
const secretSettings: readonly unknown[] = ["repository_password", "SecretKey", "AccessKey", "AccountKey"];

function isSecretSetting({ path, text, isKey }: Text): boolean {
  if (isKey || text === "") return false;
  return secretSettings.includes(path.at(-1)) || (path.includes("set_sensitive") && path.at(-1) === "value");
}

/** A variable of the jobs, or a key of extra TOML, whose name says that its value is a secret. */
function isSecretVariable({ path, text, isKey }: Text): boolean {
  const [first, , part] = path;
  if (isKey || first !== "runners" || !(path.includes("environment") || part === "extraToml")) return false;
  const last = path.at(-1);
  // The runner's own list has them as NAME=value.
  const [, listed, given] = typeof last === "number" ? (/^(\w+)=(.*)$/s.exec(text) ?? []) : [];
  const name = listed ?? (typeof last === "string" ? last : "");
  return isSecretName(name) && !isHarmless(given ?? text);
}

const credentials = /^[a-z][a-z0-9+.-]{0,20}:\/\/[^/?#\s]*@/i;

/** Neither address has an @ for any other reason. */
function isAddress(path: Path): boolean {
  return path.at(-1) === "gitlabUrl" || (path[0] === "state" && path[1] === "address");
}

export const noUrlCredentials: Rule = ({ raw }) =>
  texts(raw, [])
    .filter(({ repeated }) => !repeated)
    .filter(({ path, text }) => credentials.test(text.trim()) || (isAddress(path) && text.includes("@")))
    .map(({ path }) =>
      problem({
        code: "url-credentials",
        path,
        value: hidden,
        message: "the address contains a user name or a password",
        allowed: "an address without user and password",
        fix: "set the credentials in the environment",
      }),
    );
