/** Checks the kind of each runner token, if the environment holds the token. */
import { hidden } from "../mask";
import { gitlabLimits } from "../../facts/limits";
import { prefixOf } from "../../facts/gitlab/token-prefixes";
import { environmentName, tokenIn } from "../resolve/token-variable";
import { eachRunner, type Rule } from "./rule";

/** Names that Terraform reserves. Source: tried on Terraform 1.11.4. */
const reservedVariables: readonly string[] = [
  ...["source", "version", "providers", "count", "for_each", "lifecycle", "depends_on", "locals"],
];

/** The token becomes a Terraform variable with the name that follows `TF_VAR_`. */
export const tokenVariables: Rule = eachRunner(({ index, runner }) => {
  const name = /^env:(?:TF_VAR_)?(.*)$/.exec(runner.token)?.[1];
  if (name === undefined) return undefined;
  const reserved = reservedVariables.includes(name);
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !reserved) return undefined;
  return {
    code: "token-variable-name",
    path: ["runners", index, "token"],
    value: runner.token,
    message: reserved
      ? `Terraform reserves the name ${name}, so no variable can hold the token`
      : "the name after TF_VAR_ is not a valid Terraform variable name",
    allowed: "letters, digits and _, not beginning with a digit, and none of Terraform's own names",
    fix: "use env:RUNNER_TOKEN, for example, and rename the variable",
  };
});

export const tokenKinds: Rule = eachRunner(({ index, runner }, { env }) => {
  const name = environmentName(runner.token);
  const token = name === undefined ? undefined : tokenIn(env, name);
  if (token === undefined) return undefined;
  const { kind = "other" } = prefixOf(token) ?? {};
  if (kind === "other" || kind === runner.tokenType) return undefined;
  return {
    code: "token-type-mismatch",
    path: ["runners", index, "tokenType"],
    value: runner.tokenType,
    message: `the token in ${runner.token} is ${kind === "authentication" ? "an authentication" : "a registration"} token (${hidden})`,
    allowed: kind,
    fix: `set tokenType: ${kind}, or name another token`,
  };
});

export const oldTokens: Rule = eachRunner(
  ({ index, runner }) =>
    runner.tokenType === "registration" && {
      code: "registration-token",
      path: ["runners", index, "tokenType"],
      value: runner.tokenType,
      message: `GitLab disables registration tokens by default since 17.0 and removes them in ${gitlabLimits.registrationTokensRemovedIn}`,
      allowed: "authentication; registration where GitLab still allows it",
      fix: "create the runner in GitLab and use its glrt- token",
    },
);
