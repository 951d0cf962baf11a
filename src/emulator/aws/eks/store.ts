/**
 * How the resources of the emulated EKS come, are looked up and go.
 *
 * A status is never stored. Each resource knows when its transition ends, and its status follows from the clock:
 * CREATING until then, ACTIVE after it; once its deletion began, DELETING until then. What has been DELETING for long
 * enough is removed before the next request is answered, so that no timer is needed.
 */
import { randomUUID } from "node:crypto";
import { accountId } from "../protocol";
import { notFound, refused } from "./errors";
import type { Cluster, EksCall, EksResource, EksStore } from "./model";

type Status = "CREATING" | "ACTIVE" | "DELETING";

/** @param path what follows the account in its ARN */
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

/** Path of an ARN in a cluster. It carries an id of its own, so that a second one of that name has another ARN. */
export function partOf(cluster: string, kind: string, name: string): string {
  return `${kind}/${cluster}/${name}/${randomUUID()}`;
}

export function statusOf(store: EksStore, { transitionEndsAt, deleting }: EksResource): Status {
  if (deleting) return "DELETING";
  return store.now() >= transitionEndsAt ? "ACTIVE" : "CREATING";
}

/** When a transition ends that begins now. */
export function transitionEnd(store: EksStore): number {
  return store.now() + store.creationSeconds() * 1000;
}

/** A second call changes nothing. */
export function startDeletion(store: EksStore, resource: EksResource): void {
  if (resource.deleting) return;
  resource.deleting = true;
  resource.transitionEndsAt = transitionEnd(store);
}

/** EKS writes times as seconds. */
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

/** Removes what has been DELETING for long enough. */
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
 * The cluster to which a resource is about to be added.
 * @throws InvalidRequestException unless it is ACTIVE
 */
export function activeClusterOf(call: EksCall): Cluster {
  const cluster = clusterOf(call);
  if (statusOf(call.store, cluster) === "ACTIVE") return cluster;
  throw refused(`Cluster '${cluster.name}' is not in ACTIVE status`);
}
