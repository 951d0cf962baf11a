/** Whether a stage that was deployed works as far as the next one needs it. Read-only. */
import type { Config } from "../../config";
import type { AwsAccess } from "../../clients/aws/aws-access";
import type { RunContext, RunStack } from "../context";
import { terraformOutputs } from "../../clients/terraform/terraform";
import { eksHealth } from "./eks";
import { vpcHealth } from "./vpc";

export interface HealthProblem {
  readonly what: string;
  readonly fix: string;
}

export interface HealthCall {
  readonly config: Config;
  readonly access: AwsAccess;
  /** Of the stage. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

export async function healthOf(
  stack: RunStack,
  { config, env, signal }: RunContext,
  access: AwsAccess,
): Promise<readonly HealthProblem[]> {
  if (stack.name !== "vpc" && stack.name !== "eks") return [];
  const outputs = await terraformOutputs({ folder: stack.folder, env, signal });
  const call = { config, access, outputs };
  return stack.name === "vpc" ? vpcHealth(call) : eksHealth(call);
}
