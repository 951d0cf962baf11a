/**
 * What all parts of the emulated EKS know: the clusters of one Region, how long things take, and how to name them.
 * A thing's status follows from the clock, so that nothing has to be woken up.
 */
import { randomUUID } from "node:crypto";
import * as z from "zod";
import { AwsError } from "../protocol";
import type { Cluster } from "./clusters";
import type { ClusterNetwork } from "./network";
import type { Update } from "./updates";

export interface KubernetesEndpoint {
  readonly url: string;
  /** PEM. */
  readonly certificateAuthority: string;
}

export interface EksSettings {
  /** How long clusters, add-ons, Fargate profiles and node groups stay CREATING or DELETING. Asked when each begins to be. */
  readonly creationSeconds: () => number;
  readonly endpoint: KubernetesEndpoint;
  /** Base address of the OIDC issuers. */
  readonly issuer: string;
  readonly network: ClusterNetwork;
  /** Milliseconds. */
  readonly now: () => number;
}

export interface EksPlace extends EksSettings {
  readonly region: string;
  readonly clusters: Map<string, Cluster>;
  readonly updates: Map<string, Update>;
}

/** What a handler is asked with. */
export interface EksCall {
  readonly place: EksPlace;
  /** From the path. */
  readonly names: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** As parsed from JSON. */
  readonly body: unknown;
}

export type EksHandler = (call: EksCall) => object | Promise<object>;

export interface Thing {
  readonly arn: string;
  /** Milliseconds, as all times here. */
  readonly createdAt: number;
  modifiedAt: number;
  /** When it is no longer CREATING, or DELETING. */
  settledAt: number;
  leaving: boolean;
  tags: Record<string, string>;
}

type Status = "CREATING" | "ACTIVE" | "DELETING";
export const tagsSchema = z.record(z.string(), z.string());

const account = "123456789012";

export function newThing(place: EksPlace, path: string, tags: Record<string, string> = {}): Thing {
  const createdAt = place.now();
  const arn = `arn:aws:eks:${place.region}:${account}:${path}`;
  return { arn, createdAt, modifiedAt: createdAt, settledAt: settles(place), leaving: false, tags };
}

/** What belongs to a cluster carries an id of its own. */
export function partOf(cluster: string, kind: string, name: string): string {
  return `${kind}/${cluster}/${name}/${randomUUID()}`;
}

export function statusOf(place: EksPlace, { settledAt, leaving }: Thing): Status {
  if (leaving) return "DELETING";
  return place.now() >= settledAt ? "ACTIVE" : "CREATING";
}

/** When that which begins now is done. */
export function settles(place: EksPlace): number {
  return place.now() + place.creationSeconds() * 1000;
}

/** What leaves already goes on as it does. */
export function remove(place: EksPlace, thing: Thing): void {
  if (thing.leaving) return;
  thing.leaving = true;
  thing.settledAt = settles(place);
}

/** As EKS writes times. */
export function seconds(time: number): number {
  return time / 1000;
}

/** All that is CREATING or DELETING is done now. */
export function settleAll(place: EksPlace): void {
  for (const cluster of place.clusters.values()) {
    const parts = [cluster.addons, cluster.profiles, cluster.nodeGroups].flatMap((things) => [
      ...things.values(),
    ]);
    for (const thing of [cluster, ...parts]) thing.settledAt = place.now();
  }
}

/** Forgets what has been DELETING for long enough. */
export function forgetGone(place: EksPlace): void {
  const forget = (things: Map<string, Thing>) => {
    for (const [name, { leaving, settledAt }] of things) {
      if (leaving && place.now() >= settledAt) things.delete(name);
    }
  };
  forget(place.clusters);
  for (const { addons, profiles, nodeGroups } of place.clusters.values()) {
    forget(addons);
    forget(profiles);
    forget(nodeGroups);
  }
}

export function clusterOf({ place, names }: EksCall): Cluster {
  const name = names.cluster ?? "";
  return place.clusters.get(name) ?? notFound(`No cluster found for name: ${name}.`);
}

/** The cluster to which something is to be added. */
export function activeClusterOf(call: EksCall): Cluster {
  const cluster = clusterOf(call);
  if (statusOf(call.place, cluster) === "ACTIVE") return cluster;
  throw new AwsError(400, "InvalidRequestException", `Cluster '${cluster.name}' is not in ACTIVE status`);
}

export function found<T>(things: ReadonlyMap<string, T>, name: string, message: string): T {
  return things.get(name) ?? notFound(message);
}

export function notFound(message: string): never {
  throw new AwsError(404, "ResourceNotFoundException", message);
}

export function inUse(cluster: string, message: string): AwsError {
  return new AwsError(409, "ResourceInUseException", message, { clusterName: cluster });
}

export function invalid(message: string): AwsError {
  return new AwsError(400, "InvalidParameterException", message);
}

/** A request's body. @throws what EKS says to one that it cannot read */
export function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw invalid(z.prettifyError(parsed.error));
}
