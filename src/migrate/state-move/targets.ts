/** Calculates the states that a move writes to the new places, and the empty states for the old places. */
import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { Config } from "../../config/config";
import { holdsResources, managedResources, type StateDocument } from "../../clients/terraform/state-document";
import { joinStates, splitState, type RedistributionResult } from "./redistribute-resources";
import { MoveStop } from "./problem";
import type { StackState } from "./stacks";

/** States by stack of the new layout, without empty ones. */
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
      "move-nothing",
      "the states of the old configuration hold no resources",
      "run glrunner deploy with the new configuration: a moved cluster is already at its new place",
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
    "move-no-such-stack",
    result.undeclared.length > 0
      ? "the new configuration declares no such resources in any stack"
      : "these resources belong to more than one stack",
    "deploy all other changes of the configuration first, then move with changes of `layout` and `state` only",
    [...result.undeclared, ...result.ambiguous],
  );
}

/** The state for an empty place. It keeps the lineage of an emptied state, since Terraform refuses another lineage there. */
export function asNew(state: StateDocument, present: StateDocument | undefined): StateDocument {
  return present === undefined
    ? { ...state, lineage: randomUUID(), serial: 1 }
    : { ...state, lineage: present.lineage, serial: present.serial + 1 };
}

/** The state without its resources. */
export function asEmptied(state: StateDocument): StateDocument {
  return { ...state, serial: state.serial + 1, outputs: {}, resources: [], check_results: null };
}

/** Compares the resources of two states in any order. It ignores outputs. */
export function resourcesEqual(left: StateDocument, right: StateDocument): boolean {
  return isDeepStrictEqual(sorted(left), sorted(right));
}

function sorted(state: StateDocument) {
  const name = ({ module = "", type, name }: StateDocument["resources"][number]) =>
    `${module} ${type}.${name}`;
  return managedResources(state)
    .map((resource) => [name(resource), resource] as const)
    .sort(([left], [right]) => (left < right ? -1 : 1));
}
