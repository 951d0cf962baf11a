/** Refuses a stack whose state belongs to another cluster, Region or account, before anything is done with it. */
import { holdsResources, readState } from "../clients/terraform/state-document";
import { otherOwnerFor, otherOwnerText } from "../clients/terraform/state-owner";
import { placeIn } from "../migrate/state-move/stacks";
import type { StackSession } from "./context";
import { UnusableState } from "./errored-state";

/** @throws UnusableState that names both owners, where the state is, and what to do */
export async function refuseOtherOwner({ name, folder, run, terraform }: StackSession): Promise<void> {
  const state = readState(await terraform.pull());
  if (state === undefined || !holdsResources(state)) return;
  const other = await otherOwnerFor(state, run.config, run.env);
  if (other === undefined) return;
  throw new UnusableState(...otherOwnerText(other, name, placeIn(folder) ?? folder, run.config.state));
}
