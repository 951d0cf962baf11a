/** Whether a stage that was deployed works as far as the next one needs it. Read-only. */
import type { Config } from "../../config";
import type { AwsAccess } from "../../clients/aws/aws-access";
import { accessOf, type StackSession } from "../context";
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

/** @returns what is wrong; empty when the next stage can be deployed */
export async function healthOf(stack: StackSession): Promise<readonly HealthProblem[]> {
  if (stack.name !== "vpc" && stack.name !== "eks") return [];
  const outputs = await stack.terraform.outputs();
  const call = { config: stack.run.config, access: accessOf(stack.run), outputs };
  return stack.name === "vpc" ? vpcHealth(call) : eksHealth(call);
}
