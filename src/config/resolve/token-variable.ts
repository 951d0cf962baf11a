/** The Terraform variable of a runner token with the reference `env:NAME`. */
import type { Environment } from "../environment";

/** NAME; undefined for another kind of reference. */
export function environmentName(token: string): string | undefined {
  return /^env:(.+)$/.exec(token)?.[1];
}

/** Name of the Terraform variable. Terraform reads TF_VAR_NAME itself; glrunner passes it any other variable under that name. */
export function variableName(environmentName: string): string {
  return environmentName.replace(/^TF_VAR_/, "");
}

/** The environment variable in which Terraform gets the token. */
export const takenAs = (environmentName: string) => `TF_VAR_${variableName(environmentName)}`;

/** The token that Terraform gets: from TF_VAR_NAME, else from NAME. */
export function tokenIn(env: Environment, environmentName: string): string | undefined {
  return [takenAs(environmentName), environmentName]
    .map((name) => (Object.hasOwn(env, name) ? env[name] : undefined))
    .find((text = "") => text !== "");
}
