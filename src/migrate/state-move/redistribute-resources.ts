/**
 * Converts the states of one layout to the other. Each managed resource moves unchanged to the stack whose JSON declares
 * it; addresses are the same in both layouts. Data sources are dropped, since Terraform reads them again, and so are
 * outputs, since Terraform calculates them again from the resources.
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
  /** Only stacks that hold anything: one that was never deployed stays so. */
  | { readonly ok: true; readonly states: ReadonlyMap<string, StateDocument> }
  /** Root addresses that no stack declares, or more than one does. */
  | { readonly ok: false; readonly undeclared: readonly string[]; readonly ambiguous: readonly string[] };

/**
 * The Region guard stands in each stage, and once in the single layout. It is nothing but an entry in a state, so that
 * it can be copied and left out.
 */
const inEveryStack: ReadonlySet<string> = new Set(["terraform_data.region"]);

/** A state with the resources of `from` only; its writer sets lineage and serial. */
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
    const mine = resources.filter((resource) => roots.has(rootAddress(resource)));
    const holds = mine.some((resource) => own.includes(resource));
    return holds
      ? [
          [
            stack,
            withResources(
              state,
              mine.map((each) => withOwnDependencies(each, roots)),
            ),
          ],
        ]
      : [];
  });
  return { ok: true, states: new Map(states) };
}

/** A dependency on another stack's resource would mean nothing there; Terraform adds its own again. */
function withOwnDependencies(resource: StateResource, roots: ReadonlySet<string>): StateResource {
  const instances = resource.instances.map(({ dependencies = [], ...instance }) => {
    const own = dependencies.filter((address) => roots.has(rootOf(address)));
    // Terraform writes no empty list, and what is read back is compared.
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
