/** Runs Terraform in a stack's folder after the move of its state: refreshes the outputs and plans the stack. */
import { terraformDriver, type PlannedChange, type Terraform } from "../../clients/terraform/terraform";
import { MoveStop } from "./problem";
import type { StackState } from "./stacks";
import type { StoreOptions } from "./store";

/** Half an hour for one command, which reads every resource and creates none. */
const timeoutMs = 1_800_000;

/** Calculates the outputs from the resources, and records changes that were made outside of Terraform. */
export async function refreshOutputs(stack: StackState, options: StoreOptions): Promise<void> {
  const result = await terraformIn(stack, options).refresh();
  if (!result.ok) throw failure(stack, "refreshed", result.errors);
}

/** The changes of a plan; empty if the state matches the configuration. */
export async function plannedChanges(
  stack: StackState,
  options: StoreOptions,
): Promise<readonly PlannedChange[]> {
  const result = await terraformIn(stack, options).plannedChanges();
  if (!result.ok) throw failure(stack, "planned", result.errors);
  return result.changes;
}

/** Initialises the folder again, since it may still use the earlier backend. */
export async function initialise(stack: StackState, options: StoreOptions): Promise<void> {
  const result = await terraformIn(stack, options).init({ reconfigure: true });
  if (!result.ok) throw failure(stack, "initialised", result.errors);
}

function terraformIn({ folder }: StackState, { env, signal }: StoreOptions): Terraform {
  return terraformDriver({ folder, env, signal, timeoutMs });
}

function failure({ stack, place }: StackState, what: string, errors: readonly string[]): MoveStop {
  return new MoveStop(
    "move-terraform",
    `${stack} (${place}) could not be ${what}: ${errors.join("\n")}`,
    "fix what Terraform names, then run the same command again: it continues from here",
  );
}
