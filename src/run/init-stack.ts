/** `terraform init` of one stack, once in a run. It also repairs the state and verifies the modules. */
import { isEmulated } from "../clients/aws/emulation";
import type { StackSession } from "./context";
import { pushErroredState } from "./state-repair/errored-state";
import { repairStateFile } from "./state-repair/truncated-state";
import { stateFailure } from "./state-repair/unusable-state";
import type { StepFailure } from "./outcome";
import { refuseOtherOwner } from "./state-owner";
import { unpinnedModules } from "./planning/plan-fingerprint";

/** Whether the stack can be planned. */
export type InitOutcome = { readonly ok: true } | StepFailure;

/** Fetches providers and modules, and refuses modules that are not the pinned ones. */
export async function initStack(stack: StackSession): Promise<InitOutcome> {
  if (stack.initialised) return { ok: true };
  try {
    repairStateFile(stack);
    const init = await stack.step("init", () => stack.terraform.init());
    if (!init.ok) return init;
    await pushErroredState(stack);
    await refuseOtherOwner(stack);
  } catch (error) {
    return stateFailure(error);
  }
  // The emulator serves stand-ins of the modules, and its credentials reach nothing real.
  const unpinned = isEmulated(stack.run.env) ? [] : unpinnedModules(stack.folder);
  if (unpinned.length > 0) {
    const fix = "do not deploy, and report it: a tag was moved, or git is redirected to another repository";
    return { ok: false, code: "modules-not-pinned", errors: unpinned, fix };
  }
  stack.initialised = true;
  return { ok: true };
}
