/** How a sweep finds and deletes one kind of resource. */
import type { SweepClients } from "../clients";
import { errorName } from "../failures";
import type { SweepKind, SweptCluster, LeftoverResource } from "../leftover-resource";

export interface LeftoverKind {
  readonly kind: SweepKind;
  /** Lists every resource of the kind that may be the cluster's, unless it is deleted; with an id, only that one. */
  readonly find: (
    aws: SweepClients,
    cluster: SweptCluster,
    id?: string,
  ) => Promise<readonly LeftoverResource[]>;
  /** Removes references between resources of this kind, before the first of them is deleted. */
  readonly release?: (aws: SweepClients, id: string, all: ReadonlySet<string>) => Promise<void>;
  readonly remove: (aws: SweepClients, id: string) => Promise<void>;
  /** Error codes that mean that it does not exist. */
  readonly gone: readonly string[];
  /** AWS deletes it slowly, and the kinds after it have to wait. */
  readonly lingers?: true;
  /** Error code that disappears once AWS has completed the deletions before this one. */
  readonly passing?: string;
}

/** A listed resource may be deleted before it is described. @returns undefined if it was */
export async function unlessGone<T>(gone: readonly string[], ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (gone.includes(errorName(error))) return undefined;
    throw error;
  }
}

export async function eachUnlessGone<A, T>(
  gone: readonly string[],
  items: readonly A[],
  ask: (item: A) => Promise<T>,
): Promise<T[]> {
  const answers = await Promise.all(items.map((item) => unlessGone(gone, () => ask(item))));
  return answers.flatMap((answer) => (answer === undefined ? [] : [answer]));
}
