/** How one kind of thing is found and deleted. */
import type { SweepClients } from "../clients";
import { errorName } from "../failures";
import type { SweepKind, SweptCluster, Thing } from "../leftover-resource";

export interface Kind {
  readonly kind: SweepKind;
  /** All that may be the cluster's or look like it, in any state but deleted; with an id, that one as it is now. */
  readonly find: (aws: SweepClients, cluster: SweptCluster, id?: string) => Promise<readonly Thing[]>;
  /** Cuts what ties things of this kind to each other, before the first is deleted. */
  readonly release?: (aws: SweepClients, id: string, all: ReadonlySet<string>) => Promise<void>;
  readonly remove: (aws: SweepClients, id: string) => Promise<void>;
  /** Names of the errors that say that it is gone. */
  readonly gone: readonly string[];
  /** Deleting takes a while, and what comes after has to wait for it. */
  readonly lingers?: true;
  /** Name of the error that passes by itself once what was deleted before is really gone. */
  readonly passing?: string;
}

/** What was listed may be gone before more is asked of it. */
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
