/** Secrets in the configuration itself, wherever they stand. What is found is never shown. */
import { hidden, holdsToken } from "../mask";
import type { Path } from "../paths";
import { problem, type Problem } from "../problems";
import type { Rule } from "./rule";

interface Text {
  readonly path: Path;
  readonly text: string;
}

/** Every text of the configuration, keys included. */
function texts(value: unknown, path: Path): readonly Text[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item: unknown, index) => texts(item, [...path, index]));
  return Object.entries(value).flatMap(([key, item]: [string, unknown]) => [
    { path: [...path, key], text: key },
    ...texts(item, [...path, key]),
  ]);
}

function literal({ path }: Text): Problem {
  return problem({
    code: "literal-token",
    path,
    value: hidden,
    message: "a token of GitLab is written here; it would end in files, logs and repositories",
    allowed: "a reference: env:NAME, ssm:/path, secretsmanager:name or kubernetes:secret-name",
    fix: "store the token elsewhere and name that place; then revoke this token, since it was written down",
  });
}

export const noLiteralTokens: Rule = ({ raw }) =>
  texts(raw, [])
    .filter(({ text }) => holdsToken(text))
    .map(literal);

const credentials = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]*@/i;

export const noUrlCredentials: Rule = ({ raw }) =>
  texts(raw, [])
    .filter(({ text }) => credentials.test(text))
    .map(({ path, text }) =>
      problem({
        code: "url-credentials",
        path,
        value: text,
        message: "this address holds a user name or a password",
        allowed: "an address without user and password",
        fix: "give credentials through the environment",
      }),
    );
