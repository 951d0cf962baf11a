/**
 * Whether what was found is what the plan wants to create. A name that the plan knows, or a name with Terraform's own
 * ending, together with every planned tag, is certain; everything else is shown to the user and left alone.
 */
import type { AwsClients } from "./aws-clients";
import { plannedTags, recordedAs, textOf, type Candidate } from "./candidate";
import type { Kubernetes } from "./kubernetes";

export type Verdict =
  /** Terraform can take it over under this id. */
  | { readonly is: "ours"; readonly id: string; readonly because: string }
  /** Ours, and in the way: Terraform cannot take it over, and would make it anew. */
  | {
      readonly is: "in the way";
      readonly found: string;
      readonly remove: readonly string[];
      readonly why: string;
    }
  /** Ours, and still coming or going. */
  | { readonly is: "unsettled"; readonly found: string; readonly why: string }
  | { readonly is: "doubtful"; readonly found: readonly string[]; readonly why: string }
  /** What would tell it is not known before something else is created, or taken over. */
  | { readonly is: "undecided"; readonly why: string }
  | { readonly is: "absent" };

/** What a search may look at. */
export interface Search {
  readonly candidate: Candidate;
  /** The cluster's name. */
  readonly cluster: string;
  readonly recorded: ReadonlySet<string>;
  readonly aws: AwsClients;
  /** Undefined while there is no cluster that could be asked. */
  readonly kubernetes?: Kubernetes;
}

export interface Thing {
  /** As Terraform imports it. */
  readonly id: string;
  readonly tags: Readonly<Record<string, string>>;
  /** A status in which Terraform should not take it over yet. */
  readonly unsettled?: string;
  /** A status in which it is of no use. */
  readonly broken?: string;
}

export const absent: Verdict = { is: "absent" };

/** @param what in words: "its VPC" */
export function undecided(what: string): Verdict {
  return { is: "undecided", why: `not known yet: ${what}` };
}

interface NameTest {
  readonly exact: boolean;
  readonly matches: (name: string) => boolean;
}

/** Timestamp and counter, as every Terraform provider completes a prefix. */
const suffix = /^\d{18}[0-9a-f]{8}$/;

/** Undefined while neither name nor prefix is known. */
export function nameTest(candidate: Candidate, attribute = "name"): NameTest | undefined {
  const name = textOf(candidate, attribute);
  if (name !== undefined) return { exact: true, matches: (other) => other === name };
  const prefix = textOf(candidate, `${attribute}_prefix`);
  if (prefix === undefined) return undefined;
  const matches = (other: string) => other.startsWith(prefix) && suffix.test(other.slice(prefix.length));
  return { exact: false, matches };
}

/** Of things that all carry a name that fits. */
export function judgeNamed(search: Search, things: readonly Thing[], { exact }: NameTest): Verdict {
  if (!exact) return judgeTagged(search, things);
  const [thing] = unrecorded(search, things);
  if (thing === undefined) return absent;
  const planned = plannedTags(search.candidate);
  const name = `the name ${thing.id}`;
  if (planned !== undefined && Object.keys(planned).length > 0) {
    return carries(thing, planned)
      ? settled(thing, `${name} and every planned tag`)
      : doubtful([thing], "it has the planned name, and not the planned tags");
  }
  if (thing.id.includes(search.cluster)) return settled(thing, `${name}, which is the cluster's own`);
  return planned === undefined
    ? undecided("its tags")
    : doubtful([thing], "it has the planned name, and nothing that tells whose it is");
}

/** Of things that nothing but tags tells apart. */
export function judgeTagged(search: Search, things: readonly Thing[]): Verdict {
  const left = unrecorded(search, things);
  const planned = plannedTags(search.candidate);
  // Others' things of the same prefix are no reason to stop.
  if (planned === undefined) return undecided("its tags");
  if (!Object.values(planned).includes(search.cluster)) {
    return left.length === 0 ? absent : doubtful(left, "no planned tag tells the cluster");
  }
  const matching = left.filter((thing) => carries(thing, planned));
  const [thing] = matching;
  if (thing === undefined) return absent;
  if (matching.length > 1) return doubtful(matching, "more than one carries every planned tag");
  return settled(thing, "every planned tag, and no other does");
}

/**
 * Of things whose name fits one resource of the plan, while their planned tags are not known: by tags that the cluster's
 * own things have, and no others.
 * @param proofs all tags of one of them prove it
 */
export function judgeMarked(
  search: Search,
  things: readonly Thing[],
  proofs: readonly Readonly<Record<string, string>>[],
): Verdict {
  const marked = unrecorded(search, things).filter((thing) => proofs.some((tags) => carries(thing, tags)));
  const [thing] = marked;
  if (thing === undefined) return absent;
  if (marked.length > 1) return doubtful(marked, "more than one carries the cluster's tags");
  return settled(thing, "the planned prefix and the cluster's tags, and no other has");
}

/** Of a thing that is ours without doubt. @param because what it has that says so */
export function settled({ id, unsettled, broken }: Thing, because: string): Verdict {
  if (broken !== undefined) return { is: "doubtful", found: [id], why: `it is ${broken}` };
  if (unsettled !== undefined) return { is: "unsettled", found: id, why: `it is ${unsettled}` };
  return { is: "ours", id, because: `it has ${because}` };
}

export function doubtful(things: readonly Pick<Thing, "id">[], why: string): Verdict {
  return { is: "doubtful", found: things.map(({ id }) => id), why };
}

function unrecorded({ candidate, recorded }: Search, things: readonly Thing[]): readonly Thing[] {
  return things.filter(({ id }) => !recorded.has(recordedAs(candidate.type, id)));
}

function carries({ tags }: Thing, planned: Readonly<Record<string, string>>): boolean {
  return Object.entries(planned).every(([key, value]) => tags[key] === value);
}
