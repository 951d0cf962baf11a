/**
 * Decides whether a resource that exists is the one that the plan wants to create.
 *
 * A resource is owned only if one of these holds:
 * - its name is exactly the planned name, and it carries every planned tag;
 * - its name is exactly the planned name, its type or plan has no tags, and the name contains the cluster's name as a
 *   word of its own;
 * - its name is the planned prefix with the suffix that Terraform generates, and it alone carries every planned tag;
 * - it has no name, and it alone carries every planned tag.
 * Planned tags prove ownership only if the owner tags of the cluster are among them. The beginning of a name proves
 * nothing. Everything else is reported to the user and left alone.
 */
import { hasGeneratedName, isOwnerTagged, mentions } from "../../config/resource-names";
import type { AwsClients } from "./aws-clients";
import { plannedTags, recordedAs, textOf, type Candidate } from "./candidate";
import type { Kubernetes } from "./kubernetes";

/** The answer to one search. */
export type Ownership =
  /** Terraform can import it under this id. */
  | { readonly is: "owned"; readonly id: string; readonly because: string }
  /** Owned, but Terraform cannot import it and cannot create it while it exists. */
  | {
      readonly is: "conflicting";
      readonly found: string;
      readonly clear: readonly string[];
      readonly why: string;
    }
  /** Owned, and still being created or deleted. */
  | { readonly is: "transitioning"; readonly found: string; readonly why: string }
  /** Exists, but ownership is not proven. */
  | { readonly is: "ambiguous"; readonly found: readonly string[]; readonly why: string }
  /** A value that the search needs is unknown until another resource is created or adopted. */
  | { readonly is: "undecided"; readonly why: string }
  | { readonly is: "absent" };

/** The input of a search for one candidate. */
export interface Search {
  readonly candidate: Candidate;
  /** Name of the cluster. */
  readonly cluster: string;
  /** Resources that the state already has, as `type id`. */
  readonly recorded: ReadonlySet<string>;
  readonly aws: AwsClients;
  /** Undefined if the cluster does not exist. */
  readonly kubernetes?: Kubernetes;
}

/** A resource that exists. */
export interface FoundResource {
  /** The id by which Terraform imports it. */
  readonly id: string;
  readonly tags: Readonly<Record<string, string>>;
  /** A status in which Terraform should not import it yet. */
  readonly transitioning?: string;
  /** A status in which the resource does not work. */
  readonly broken?: string;
}

/** The resource does not exist. */
export const absent: Ownership = { is: "absent" };

/** The search has to wait. @param what the unknown value, such as "its VPC" */
export function undecided(what: string): Ownership {
  return { is: "undecided", why: `not known yet: ${what}` };
}

interface NameTest {
  /** Whether the whole name is planned, rather than a prefix. */
  readonly exact: boolean;
  readonly matches: (name: string) => boolean;
}

/** Compares names with the planned name or prefix; undefined if neither is known. */
export function nameTest(candidate: Candidate, attribute = "name"): NameTest | undefined {
  const name = textOf(candidate, attribute);
  if (name !== undefined) return { exact: true, matches: (other) => other === name };
  const prefix = textOf(candidate, `${attribute}_prefix`);
  if (prefix === undefined) return undefined;
  return { exact: false, matches: (other) => hasGeneratedName(other, prefix) };
}

/** For resources that have a name. @param found resources whose name passed the test */
export function ownershipByName(
  search: Search,
  found: readonly FoundResource[],
  { exact }: NameTest,
): Ownership {
  if (!exact) return ownershipByTags(search, found);
  const [resource] = unrecorded(search, found);
  if (resource === undefined) return absent;
  const planned = plannedTags(search.candidate);
  const name = `the name ${resource.id}`;
  if (planned !== undefined && Object.keys(planned).length > 0) {
    return carries(resource, planned)
      ? owned(resource, `${name} and every planned tag`)
      : ambiguous([resource], "it has the planned name, but not the planned tags");
  }
  if (mentions(ownName(resource), search.cluster)) {
    return owned(resource, `${name}, which contains the cluster's name`);
  }
  return planned === undefined
    ? undecided("its tags")
    : ambiguous([resource], "it has the planned name, but no tag proves the owner");
}

/** An ARN or a URL also contains account, service and Region, which may read like the cluster's name. */
function ownName({ id }: FoundResource): string {
  return /^(arn:|https:)/.test(id) ? id.slice(id.lastIndexOf("/") + 1) : id;
}

/** For resources without a name. @param found resources that only their tags distinguish */
export function ownershipByTags(search: Search, found: readonly FoundResource[]): Ownership {
  const left = unrecorded(search, found);
  const planned = plannedTags(search.candidate);
  // A resource of another owner under the same prefix is no reason to stop.
  if (planned === undefined) return undecided("its tags");
  if (!isOwnerTagged(planned, search.cluster)) {
    return left.length === 0
      ? absent
      : ambiguous(left, "the planned tags do not include the cluster's owner tag");
  }
  const matching = left.filter((resource) => carries(resource, planned));
  const [resource] = matching;
  if (resource === undefined) return absent;
  if (matching.length > 1) return ambiguous(matching, "more than one carries every planned tag");
  return owned(resource, "every planned tag, and no other resource does");
}

/**
 * For resources whose planned tags are known only after apply.
 *
 * @param found resources whose name passed the test
 * @param proofs sets of tags; a resource that carries every tag of one set is owned by the cluster
 */
export function ownershipByOwnerTags(
  search: Search,
  found: readonly FoundResource[],
  proofs: readonly Readonly<Record<string, string>>[],
): Ownership {
  const marked = unrecorded(search, found).filter((each) => proofs.some((tags) => carries(each, tags)));
  const [resource] = marked;
  if (resource === undefined) return absent;
  if (marked.length > 1) return ambiguous(marked, "more than one carries the cluster's tags");
  return owned(resource, "the planned prefix and the cluster's tags, and no other resource does");
}

/** For a resource whose ownership is proven. @param because the proof, as the object of "it has" */
export function owned({ id, transitioning, broken }: FoundResource, because: string): Ownership {
  if (broken !== undefined) return { is: "ambiguous", found: [id], why: `it is ${broken}` };
  if (transitioning !== undefined) return { is: "transitioning", found: id, why: `it is ${transitioning}` };
  return { is: "owned", id, because: `it has ${because}` };
}

/** For resources whose owner is not proven. */
export function ambiguous(found: readonly Pick<FoundResource, "id">[], why: string): Ownership {
  return { is: "ambiguous", found: found.map(({ id }) => id), why };
}

function unrecorded(
  { candidate, recorded }: Search,
  found: readonly FoundResource[],
): readonly FoundResource[] {
  return found.filter(({ id }) => !recorded.has(recordedAs(candidate.type, id)));
}

function carries({ tags }: FoundResource, planned: Readonly<Record<string, string>>): boolean {
  return Object.entries(planned).every(([key, value]) => tags[key] === value);
}
