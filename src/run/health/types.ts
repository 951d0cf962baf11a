/** What the checks of the stages' health have in common. */
import type { Config } from "../../config";
import type { AwsAccess } from "../../clients/aws/aws-access";

/** Why the next stage cannot be deployed yet. */
export interface HealthProblem {
  readonly what: string;
  /** The next step of the user. */
  readonly fix: string;
}

export interface HealthInput {
  readonly config: Config;
  readonly access: AwsAccess;
  /** The stage's outputs, by name. */
  readonly outputs: Readonly<Record<string, unknown>>;
}
