/**
 * Creates, finds and removes the resources of the emulated EKS.
 *
 * No status is stored. Each resource knows when its transition ends, and its status follows from the clock: CREATING
 * until then and ACTIVE afterwards; once its deletion has begun, DELETING. A resource whose deletion has ended is removed
 * before the next request is answered, so no timer is needed.
 */
import { randomUUID } from "node:crypto";
import { accountId } from "../protocol";
import { notFound, refused } from "./errors";
import type { Cluster, EksCall, EksResource, EksStore } from "./model";

type Status = "CREATING" | "ACTIVE" | "DELETING";

/** @param path the part of the ARN after the account */
export function newResource(store: EksStore, path: string, tags: Record<string, string> = {}): EksResource {
  const createdAt = store.now();
  const arn = `arn:aws:eks:${store.region}:${accountId}:${path}`;
  return {
    arn,
    createdAt,
    modifiedAt: createdAt,
    transitionEndsAt: transitionEnd(store),
    deleting: false,
    tags,
  };
}

/** ARN path of a resource in a cluster. A random id gives a second resource of the same name another ARN. */
export function partOf(cluster: string, kind: string, name: string): string {
  return `${kind}/${cluster}/${name}/${randomUUID()}`;
}

export function statusOf(store: EksStore, { transitionEndsAt, deleting }: EksResource): Status {
  if (deleting) return "DELETING";
  return store.now() >= transitionEndsAt ? "ACTIVE" : "CREATING";
}

/** The end of a transition that begins now. */
export function transitionEnd(store: EksStore): number {
  return store.now() + store.creationSeconds() * 1000;
}

/** A second call changes nothing. */
export function startDeletion(store: EksStore, resource: EksResource): void {
  if (resource.deleting) return;
  resource.deleting = true;
  resource.transitionEndsAt = transitionEnd(store);
}

/** EKS returns times in seconds. */
export function seconds(time: number): number {
  return time / 1000;
}

export function allResources(store: EksStore): readonly EksResource[] {
  return [...store.clusters.values()].flatMap((cluster) => [
    cluster,
    ...partsOf(cluster).flatMap((parts) => [...parts.values()]),
  ]);
}

function partsOf({ addons, profiles, nodeGroups }: Cluster): readonly Map<string, EksResource>[] {
  return [addons, profiles, nodeGroups];
}

/** Ends every CREATING and DELETING now. */
export function finishTransitions(store: EksStore): void {
  for (const resource of allResources(store)) resource.transitionEndsAt = store.now();
}

/** Removes resources whose deletion has ended. */
export function removeDeleted(store: EksStore): void {
  for (const resources of [store.clusters, ...[...store.clusters.values()].flatMap(partsOf)]) {
    for (const [name, { deleting, transitionEndsAt }] of resources) {
      if (deleting && store.now() >= transitionEndsAt) resources.delete(name);
    }
  }
}

/** @throws ResourceNotFoundException */
export function clusterOf({ store, names }: EksCall): Cluster {
  const name = names.cluster ?? "";
  return store.clusters.get(name) ?? notFound(`No cluster found for name: ${name}.`);
}

/**
 * The cluster in which a resource is to be created.
 * @throws InvalidRequestException unless it is ACTIVE
 */
export function activeClusterOf(call: EksCall): Cluster {
  const cluster = clusterOf(call);
  if (statusOf(call.store, cluster) === "ACTIVE") return cluster;
  throw refused(`Cluster '${cluster.name}' is not in ACTIVE status`);
}
