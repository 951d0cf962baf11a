/**
 * Deletes stuck pods one after the other, each only if its UID and resource version are still the checked ones. It is not a
 * failure if a pod has changed or is gone: such a pod is not deleted.
 */
import { messageOf } from "../../clients/system/error-message";
import type { StuckPod } from "./stuck-pods";
import type { Pod } from "./pod";

/** The result of a deletion: done, already gone, or refused because the pod has changed since it was listed. */
export type Deletion = "deleted" | "gone" | "changed";

export type DeletionOutcome = StuckPod &
  ({ readonly did: Deletion } | { readonly did: "failed"; readonly why: string });

/** Preconditions of the deletion, so that the API deletes no other pod. */
export function deleteOptions({ uid, resourceVersion }: Pod): object {
  return { apiVersion: "v1", kind: "DeleteOptions", preconditions: { uid, resourceVersion } };
}

/** Path of the pod in the Kubernetes API. */
export function podPath({ namespace, name }: Pick<Pod, "namespace" | "name">): string {
  return `/api/v1/namespaces/${namespace}/pods/${name}`;
}

/** @param remove deletes one pod. @throws the reason why the API did not delete it */
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
