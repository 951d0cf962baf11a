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
  /** How long clusters, add-ons, Fargate profiles and node groups stay CREATING or DELETING. */
  readonly creationSeconds: number;
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
  deletedAt?: number;
  tags: Record<string, string>;
}

export type Status = "CREATING" | "ACTIVE" | "DELETING";
export const tagsSchema = z.record(z.string(), z.string());

const account = "123456789012";

export function newThing(place: EksPlace, path: string, tags: Record<string, string> = {}): Thing {
  const createdAt = place.now();
  const arn = `arn:aws:eks:${place.region}:${account}:${path}`;
  return { arn, createdAt, modifiedAt: createdAt, tags };
}

/** What belongs to a cluster carries an id of its own. */
export function partOf(cluster: string, kind: string, name: string): string {
  return `${kind}/${cluster}/${name}/${randomUUID()}`;
}

export function statusOf(place: EksPlace, { createdAt, deletedAt }: Thing): Status {
  if (deletedAt !== undefined) return "DELETING";
  return isOver(place, createdAt) ? "ACTIVE" : "CREATING";
}

export function isOver(place: EksPlace, since: number): boolean {
  return place.now() - since >= place.creationSeconds * 1000;
}

/** As EKS writes times. */
export function seconds(time: number): number {
  return time / 1000;
}

/** Forgets what has been DELETING for long enough. */
export function forgetGone(place: EksPlace): void {
  const forget = (things: Map<string, Thing>) => {
    for (const [name, { deletedAt }] of things) {
      if (deletedAt !== undefined && isOver(place, deletedAt)) things.delete(name);
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
