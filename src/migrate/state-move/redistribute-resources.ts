/**
 * Converts the states of one layout to the other. Each managed resource moves unchanged to the stack whose JSON declares
 * it; addresses are the same in both layouts. Data sources and outputs are dropped: Terraform reads and calculates them
 * again.
 */
import {
  managedResources,
  rootAddress,
  rootOf,
  type StateDocument,
  type StateResource,
} from "../../clients/terraform/state-document";

/** Root addresses by stack, in deploy order. */
type Declarations = ReadonlyMap<string, ReadonlySet<string>>;

export type RedistributionResult =
  /** Only stacks with resources: a stack that was never deployed gets no state. */
  | { readonly ok: true; readonly states: ReadonlyMap<string, StateDocument> }
  /** Root addresses that no stack declares, and those that several stacks declare. */
  | { readonly ok: false; readonly undeclared: readonly string[]; readonly ambiguous: readonly string[] };

/**
 * Each stage has the Region guard, and the single layout has one. It exists only in the state, so that it may be copied or
 * dropped.
 */
const inEveryStack: ReadonlySet<string> = new Set(["terraform_data.region"]);

/** A state with only these resources. Its writer sets lineage and serial. */
const withResources = (from: StateDocument, resources: StateResource[]): StateDocument => ({
  version: from.version,
  terraform_version: from.terraform_version,
  serial: 1,
  lineage: "",
  outputs: {},
  resources,
  check_results: null,
});

export function splitState(state: StateDocument, declared: Declarations): RedistributionResult {
  const resources = managedResources(state);
  const homes = (resource: StateResource) =>
    [...declared].filter(([, roots]) => roots.has(rootAddress(resource))).map(([stack]) => stack);
  const own = resources.filter((resource) => !inEveryStack.has(rootAddress(resource)));
  const undeclared = own.filter((resource) => homes(resource).length === 0).map(rootAddress);
  const ambiguous = own.filter((resource) => homes(resource).length > 1).map(rootAddress);
  if (undeclared.length + ambiguous.length > 0) {
    return { ok: false, undeclared: [...new Set(undeclared)], ambiguous: [...new Set(ambiguous)] };
  }
  const states = [...declared].flatMap(([stack, roots]): [string, StateDocument][] => {
    const declaredHere = resources.filter((resource) => roots.has(rootAddress(resource)));
    if (!declaredHere.some((resource) => own.includes(resource))) return [];
    const moved = declaredHere.map((resource) => withOwnDependencies(resource, roots));
    return [[stack, withResources(state, moved)]];
  });
  return { ok: true, states: new Map(states) };
}

/** Drops dependencies on resources of other stacks. Terraform adds the stack's own dependencies again. */
function withOwnDependencies(resource: StateResource, roots: ReadonlySet<string>): StateResource {
  const instances = resource.instances.map(({ dependencies = [], ...instance }) => {
    const own = dependencies.filter((address) => roots.has(rootOf(address)));
    // Terraform writes no empty list, and the move compares the state that it reads back.
    return own.length === 0 ? instance : { ...instance, dependencies: own };
  });
  return { ...resource, instances };
}

export function joinStates(
  states: readonly StateDocument[],
  stack: string,
  roots: ReadonlySet<string>,
): RedistributionResult {
  const all = states.flatMap(managedResources);
  const names = all.map((resource) => `${resource.module ?? ""} ${resource.type}.${resource.name}`);
  const resources = all.filter((_, index) => names.indexOf(names[index] ?? "") === index);
  const ambiguous = all
    .filter((resource) => !resources.includes(resource) && !inEveryStack.has(rootAddress(resource)))
    .map(rootAddress);
  const undeclared = resources.map(rootAddress).filter((root) => !roots.has(root) && !inEveryStack.has(root));
  if (undeclared.length + ambiguous.length > 0) {
    return { ok: false, undeclared: [...new Set(undeclared)], ambiguous: [...new Set(ambiguous)] };
  }
  const [first] = states.filter((state) => managedResources(state).length > 0);
  const kept = resources.filter((resource) => roots.has(rootAddress(resource)));
  return { ok: true, states: new Map(first === undefined ? [] : [[stack, withResources(first, kept)]]) };
}
