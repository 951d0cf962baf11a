/** The input of a sweep: a cluster that no longer exists, and the resources that may be left of it. */
import type { AwsAccess } from "../../clients/aws/aws-access";

/** The cluster whose leftovers a sweep looks for. */
export interface SweptCluster {
  readonly name: string;
  readonly region: string;
  /** A resource in another VPC is kept, whatever its tags. @default tags alone decide */
  readonly vpcId?: string;
  /** URL of the cluster's OIDC issuer, with or without `https://`. @default tags alone prove an OIDC provider */
  readonly oidcIssuer?: string;
  /** Buckets that the configuration creates, which a sweep lists and never deletes. @default none */
  readonly buckets?: readonly string[];
  readonly access: AwsAccess;
}

/** Tags of a resource, by key. */
export type Tags = Readonly<Record<string, string>>;

/** A resource that a sweep found, and everything that its classification depends on. */
export interface LeftoverResource {
  /** The id that its deletion takes. */
  readonly id: string;
  /** @default the id */
  readonly name?: string;
  readonly tags: Tags;
  readonly vpcId?: string;
  /** Ids or descriptions of what still uses it. @default nothing */
  readonly usedBy?: readonly string[];
}
