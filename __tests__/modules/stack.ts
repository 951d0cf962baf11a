import { TerraformStack, Testing } from "cdktf";
import { z } from "zod";

const jsonObject = z.record(z.string(), z.unknown());

/** The JSON of a stack with these constructs, after its validations. */
export function synthesized(build: (stack: TerraformStack) => void): Record<string, unknown> {
  const stack = new TerraformStack(Testing.app(), "stack");
  build(stack);
  return jsonObject.parse(JSON.parse(Testing.synth(stack, true)));
}

export function synthesizedHcl(build: (stack: TerraformStack) => void): string {
  const stack = new TerraformStack(Testing.app(), "stack");
  build(stack);
  return z.string().parse(Testing.synthHcl(stack));
}
