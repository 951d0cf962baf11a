/** Checks whether a stage that was deployed works as far as the next one needs it. Read-only. */
import { accessOf, type StackSession } from "../context";
import { eksHealth } from "./eks";
import type { HealthProblem } from "./types";
import { vpcHealth } from "./vpc";

/** @returns what is wrong; empty when the next stage can be deployed */
export async function healthOf(stack: StackSession): Promise<readonly HealthProblem[]> {
  if (stack.name !== "vpc" && stack.name !== "eks") return [];
  const outputs = await stack.terraform.outputs();
  const input = { config: stack.run.config, access: accessOf(stack.run), outputs };
  return stack.name === "vpc" ? vpcHealth(input) : eksHealth(input);
}
