/** The runner tokens that a stage needs from the environment. Only Terraform gets their values. */
import type { Config } from "../config";
import { environmentName, takenAs, tokenIn } from "../config/resolve/token-variable";
import { singleStack } from "../config/stages";
import type { RunStack } from "./context";
import type { Environment } from "../config/environment";

type Fleet = Pick<Config, "runners">;

/** Names of the variables that are not set; empty if no chosen stack needs tokens. */
export function missingTokens(config: Fleet, chosen: readonly RunStack[], env: Environment): string[] {
  if (!chosen.some(({ name }) => name === "runners" || name === singleStack)) return [];
  return environmentNames(config).filter((name) => tokenIn(env, name) === undefined);
}

/** The tokens of `env:NAME`, each under the name of the Terraform variable that takes it. */
export function tokenVariables(config: Fleet, env: Environment): Environment {
  return Object.fromEntries(
    environmentNames(config).flatMap((name) => {
      const token = tokenIn(env, name);
      return token === undefined ? [] : [[takenAs(name), token]];
    }),
  );
}

/** NAME of every token `env:NAME`, without duplicates. */
export function environmentNames({ runners }: Fleet): string[] {
  return [...new Set(runners.flatMap(({ token }) => environmentName(token) ?? []))];
}
