/** The states to be written, as data: those of the new places, and what is left at the old ones. */
import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { Config } from "../../config/config";
import { holdsResources, managedResources, type StateDocument } from "../../clients/terraform/state-document";
import { joinStates, splitState, type RedistributionResult } from "./redistribute-resources";
import { MoveStop } from "./problem";
import type { StackState } from "./stacks";

/** By stack of the new layout; only of those that hold anything. */
export function targetStates(
  sources: ReadonlyMap<string, StateDocument>,
  from: Config["layout"],
  to: Config["layout"],
  stacks: readonly StackState[],
): ReadonlyMap<string, StateDocument> {
  const filled = [...sources].filter(([, state]) => holdsResources(state));
  const states = filled.map(([, state]) => state);
  const [first] = states;
  const [single] = stacks;
  if (first === undefined || single === undefined) {
    throw new MoveStop(
      "nothing to move",
      "the states of the old configuration hold no resources",
      "deploy with the new configuration; a cluster that was moved already is there",
    );
  }
  if (from === to) return new Map(filled);
  return statesOrStop(
    to === "single"
      ? joinStates(states, single.stack, single.roots)
      : splitState(first, new Map(stacks.map(({ stack, roots }) => [stack, roots]))),
  );
}

function statesOrStop(result: RedistributionResult): ReadonlyMap<string, StateDocument> {
  if (result.ok) return result.states;
  throw new MoveStop(
    "no such stack",
    result.undeclared.length > 0
      ? "the new configuration declares no such resources in any stack"
      : "these resources belong to more than one stack",
    "deploy what was changed in the configuration first; then move, changing `layout` and `state` only",
    [...result.undeclared, ...result.ambiguous],
  );
}

/** Into an empty place. One that was emptied keeps its lineage, without which Terraform takes no state there. */
export function asNew(state: StateDocument, present: StateDocument | undefined): StateDocument {
  return present === undefined
    ? { ...state, lineage: randomUUID(), serial: 1 }
    : { ...state, lineage: present.lineage, serial: present.serial + 1 };
}

export function asEmptied(state: StateDocument): StateDocument {
  return { ...state, serial: state.serial + 1, outputs: {}, resources: [], check_results: null };
}

/** In any order, and whatever the outputs: Terraform sorts both when it writes. */
export function resourcesEqual(one: StateDocument, other: StateDocument): boolean {
  return isDeepStrictEqual(sorted(one), sorted(other));
}

function sorted(state: StateDocument) {
  const name = ({ module = "", type, name }: StateDocument["resources"][number]) =>
    `${module} ${type}.${name}`;
  return managedResources(state)
    .map((resource) => [name(resource), resource] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1));
}
