/** Secrets in the configuration itself, wherever they stand. What is found is never shown. */
import { hidden, holdsToken } from "../mask";
import { problem, type Problem } from "../problems";
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
    message: "a token is written here; it would end in files, logs and repositories",
    allowed: "a reference: env:NAME, ssm:/path, secretsmanager:name or kubernetes:secret-name",
    fix: "store the token elsewhere and name that place; then revoke this token, since it was written down",
  });
}

export const noLiteralTokens: Rule = ({ raw }) =>
  texts(raw, [])
    .filter((found) => holdsToken(found.text) || isLiteral(found))
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
