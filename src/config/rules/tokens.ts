/** Checks the kind of each runner token, as far as the environment shows it. */
import { hidden } from "../mask";
import { problem, type Problem } from "../input/problems";
import type { FleetEntry } from "../input/parse-sections";
import { gitlabLimits } from "../../facts/limits";
import { prefixOf } from "../../facts/gitlab/token-prefixes";
import { environmentName, tokenIn } from "../resolve/token-variable";
import { needs, type Rule } from "./rule";
import type { Environment } from "../environment";

/** Names that Terraform keeps from variables. Source: tried on Terraform 1.11.4. */
const reservedVariables: readonly string[] = [
  "source",
  "version",
  "providers",
  "count",
  "for_each",
  "lifecycle",
  "depends_on",
  "locals",
];

/** The token becomes a Terraform variable of the name that follows `TF_VAR_`. */
export const tokenVariables: Rule = needs(["fleet"], ({ fleet }) =>
  fleet.flatMap(({ index, runner }) => {
    const name = /^env:(?:TF_VAR_)?(.*)$/.exec(runner.token)?.[1];
    if (name === undefined) return [];
    const reserved = reservedVariables.includes(name);
    if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !reserved) return [];
    return [
      problem({
        code: "token-variable-name",
        path: ["runners", index, "token"],
        value: runner.token,
        message: reserved
          ? `Terraform reserves the name ${name}, so no variable can hold the token`
          : "the name after TF_VAR_ is not a valid Terraform variable name",
        allowed: "letters, digits and _, not beginning with a digit, and none of Terraform's own names",
        fix: "write env:RUNNER_TOKEN, for example, and rename the variable",
      }),
    ];
  }),
);

function mismatch({ index, runner }: FleetEntry, env: Environment): readonly Problem[] {
  const name = environmentName(runner.token);
  const token = name === undefined ? undefined : tokenIn(env, name);
  if (token === undefined) return [];
  const { kind: actual = "other" } = prefixOf(token) ?? {};
  if (actual === "other" || actual === runner.tokenType) return [];
  return [
    problem({
      code: "token-type-mismatch",
      path: ["runners", index, "tokenType"],
      value: runner.tokenType,
      message: `the token in ${runner.token} is ${actual === "authentication" ? "an authentication" : "a registration"} token (${hidden})`,
      allowed: actual,
      fix: `write tokenType: ${actual}, or name another token`,
    }),
  ];
}

export const tokenKinds: Rule = needs(["fleet"], ({ fleet }, { env }) =>
  fleet.flatMap((entry) => mismatch(entry, env)),
);

export const oldTokens: Rule = needs(["fleet"], ({ fleet }) =>
  fleet
    .filter(({ runner }) => runner.tokenType === "registration")
    .map(({ index, runner }) =>
      problem({
        code: "registration-token",
        path: ["runners", index, "tokenType"],
        value: runner.tokenType,
        message: `registration tokens are disabled by default since GitLab 17.0 and removed in ${gitlabLimits.registrationTokensRemovedIn}`,
        allowed: "authentication; registration where GitLab still allows it",
        fix: "create the runner in GitLab and use its glrt- token",
      }),
    ),
);
