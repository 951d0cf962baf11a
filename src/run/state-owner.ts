/** Refuses a stack whose state belongs to another cluster, Region or account, before any other step. */
import { existsSync, readFileSync } from "node:fs";
import { holdsResources, readState } from "../clients/terraform/state-document";
import { otherOwnerFor, otherOwnerText } from "../clients/terraform/state-owner";
import { placeIn } from "../migrate/state-move/stacks";
import type { StackSession } from "./context";
import { localPath, UnusableState } from "./state-repair/unusable-state";

/** @throws UnusableState that names both owners, where the state is, and what to do */
export async function refuseOtherOwner(stack: StackSession): Promise<void> {
  const { name, folder, run } = stack;
  const state = readState(await stateText(stack));
  if (state === undefined || !holdsResources(state)) return;
  const other = await otherOwnerFor(state, run.config, run.env);
  if (other === undefined) return;
  const [message, fix] = otherOwnerText(other, name, placeIn(folder) ?? folder, run.config);
  throw new UnusableState(message, fix, "state-of-another-owner");
}

/** Reads a local state from its file, without Terraform. With a workspace the state is in another file. */
async function stateText(stack: StackSession): Promise<string> {
  const path = localPath(stack);
  if (path === undefined || stack.run.env.TF_WORKSPACE !== undefined) return stack.terraform.pull();
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}
