/** Where Terraform finds a runner token that is `env:NAME`. */
import type { Environment } from "../environment";
/** NAME; undefined for a token that is kept elsewhere. */
export function environmentName(token: string): string | undefined {
  return /^env:(.+)$/.exec(token)?.[1];
}

/** `env:TF_VAR_name` is what Terraform itself reads; any other `env:NAME` is given as TF_VAR_NAME. */
export function variableName(environmentName: string): string {
  return environmentName.replace(/^TF_VAR_/, "");
}

/** The variable of the environment in which Terraform takes it. */
export const takenAs = (environmentName: string) => `TF_VAR_${variableName(environmentName)}`;

/** What Terraform is given: what is set in its own variable, else what is set under the name itself. */
export function tokenIn(env: Environment, environmentName: string): string | undefined {
  return [takenAs(environmentName), environmentName]
    .map((name) => (Object.hasOwn(env, name) ? env[name] : undefined))
    .find((text = "") => text !== "");
}
