/** Reasons to refuse a move of states before it writes anything. Each function throws a MoveStop. */
import { addressesIn, holdsResources, type StateDocument } from "../../clients/terraform/state-document";
import { otherOwnerFor, otherOwnerText } from "../../clients/terraform/state-owner";
import type { Environment } from "../../config/environment";
import { MoveStop } from "./problem";
import type { StackState, SynthesizedConfig } from "./stacks";
import type { Backup } from "./state-backup";
import { forAll, type StateStore } from "./store";
import { resourcesEqual } from "./targets";

/** Both configurations must describe the same cluster. */
export function refuseOtherIdentity(
  { config: from }: SynthesizedConfig,
  { config: to }: SynthesizedConfig,
): void {
  for (const key of ["name", "region"] as const) {
    if (from[key] === to[key]) continue;
    throw new MoveStop(
      "move-another-cluster",
      `the two configurations describe different clusters: ${key} is ${from[key]} in one, and ${to[key]} in the other`,
      `set ${key}: ${from[key]} in the new configuration, and change nothing but its state and its layout`,
    );
  }
}

/** Every state must belong to the cluster, its Region and its account. */
export async function refuseOtherOwners(
  { config }: SynthesizedConfig,
  env: Environment,
  stores: readonly StateStore[],
  states: ReadonlyMap<string, StateDocument>,
): Promise<void> {
  for (const { stack, place } of stores) {
    const state = states.get(stack);
    const other = state && (await otherOwnerFor(state, config, env));
    if (other !== undefined)
      throw new MoveStop("move-another-cluster", ...otherOwnerText(other, stack, place, config));
  }
}

/** No state may stay in its place: it would be emptied after it was written. */
export function refuseSamePlace(from: readonly StackState[], to: readonly StackState[]): void {
  const old = from.map(({ backend }) => JSON.stringify(backend));
  const same = to.find(({ backend }) => old.includes(JSON.stringify(backend)));
  if (same === undefined) return;
  throw new MoveStop(
    "move-same-place",
    `both configurations keep a state at ${same.place}`,
    "set another place in `state` of the new configuration",
  );
}

/** No state may be locked by another process. */
export async function refuseLocks(stores: readonly StateStore[]): Promise<void> {
  for (const [{ stack, place }, holder] of await forAll(stores, (store) => store.lockedBy())) {
    if (holder === undefined) continue;
    throw new MoveStop(
      "move-locked",
      `the state of ${stack} (${place}) is locked: ${holder.text}`,
      "wait until its holder has finished; if the holder was killed, run glrunner unlock",
    );
  }
}

/** The new places must be empty, except for states that an interrupted call of this move wrote. */
export function refuseFilled(
  to: readonly StateStore[],
  backup: Backup | undefined,
  present: ReadonlyMap<string, StateDocument>,
  targets: ReadonlyMap<string, StateDocument>,
): void {
  for (const { stack, place } of to) {
    const state = present.get(stack);
    const wanted = targets.get(stack);
    if (state === undefined || !holdsResources(state)) continue;
    if (backup !== undefined && wanted !== undefined) {
      // The interrupted call wrote this state, and may have stopped before it recorded that.
      if (backup.record.written.includes(stack) || resourcesEqual(state, wanted)) continue;
    }
    throw new MoveStop(
      "move-target-not-empty",
      `the state of ${stack} at ${place} holds ${addressesIn(state).length} resources`,
      "set an empty place in the new configuration, or destroy the resources of that state",
      addressesIn(state),
    );
  }
}
