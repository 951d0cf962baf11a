/**
 * Deletes stuck pods one after the other, each only if its identity and version are still those that were judged. A pod
 * that has changed or is gone is left alone, which is no failure.
 */
import { messageOf } from "../../clients/system/error-message";
import type { StuckPod } from "./stuck-pods";
import type { Pod } from "./pod";

/** Of a deletion: done, already gone, or changed since it was listed. */
export type Deletion = "deleted" | "gone" | "changed";

export type DeletionOutcome = StuckPod &
  ({ readonly did: Deletion } | { readonly did: "failed"; readonly why: string });

/** What the API takes with a deletion, so that it hits no other pod. */
export function deleteOptions({ uid, resourceVersion }: Pod): object {
  return { apiVersion: "v1", kind: "DeleteOptions", preconditions: { uid, resourceVersion } };
}

export function podPath({ namespace, name }: Pick<Pod, "namespace" | "name">): string {
  return `/api/v1/namespaces/${namespace}/pods/${name}`;
}

/** @param remove throws what the API said when it would not */
export async function deleteStuckPods(
  hung: readonly StuckPod[],
  remove: (pod: Pod) => Promise<Deletion>,
): Promise<readonly DeletionOutcome[]> {
  const outcomes: DeletionOutcome[] = [];
  for (const each of hung) {
    try {
      outcomes.push({ ...each, did: await remove(each.pod) });
    } catch (error) {
      outcomes.push({ ...each, did: "failed", why: messageOf(error) });
    }
  }
  return outcomes;
}
