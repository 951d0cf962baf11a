/** Runner tokens: the kind, what each kind forbids, and what can be told from the environment. */
import { hidden } from "../mask";
import { problem, type Problem } from "../problems";
import type { FleetEntry } from "../parts";
import type { Environment } from "../overrides";
import { gitlabLimits } from "../tables/gitlab-limits";
import { needs, type Rule } from "./rule";

const serverSide = ["tags", "runUntagged", "locked", "protected", "maximumTimeoutSeconds"] as const;

/** Source: gitlab-org/gitlab doc/ci/runners/new_creation_workflow.md. */
export const forbiddenFields: Rule = needs(["fleet"], ({ fleet }) =>
  fleet
    .filter(({ runner }) => runner.tokenType === "authentication")
    .flatMap(({ index, runner }) =>
      serverSide
        .filter((key) => runner[key] !== undefined)
        .map((key) =>
          problem({
            code: "token-forbidden-field",
            path: ["runners", index, key],
            value: runner[key],
            message:
              "GitLab sets this for runners with an authentication token (glrt-); with it here the runner fails to start",
            allowed: "only with tokenType: registration",
            fix: `remove ${key} and set it in GitLab, where the runner was created`,
          }),
        ),
    ),
);

/** The token itself, where the environment has it: as named, or as Terraform's variable of that name. */
function tokenInEnvironment(token: string, env: Environment): string | undefined {
  const name = /^env:(.+)$/.exec(token)?.[1];
  if (name === undefined) return undefined;
  const [plain, variable] = [env[name], env[`TF_VAR_${name}`]];
  return plain === undefined || plain === "" ? variable : plain;
}

function mismatch({ index, runner }: FleetEntry, env: Environment): readonly Problem[] {
  const token = tokenInEnvironment(runner.token, env);
  if (token === undefined) return [];
  const actual = token.startsWith("glrt-")
    ? "authentication"
    : token.startsWith("GR1348941")
      ? "registration"
      : undefined;
  if (actual === undefined || actual === runner.tokenType) return [];
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
        message: `registration tokens are off by default since GitLab 17.0 and go with ${gitlabLimits.registrationTokensRemovedIn}`,
        allowed: "authentication; registration where GitLab still allows it",
        fix: "create the runner in GitLab and use its glrt- token",
      }),
    ),
);
