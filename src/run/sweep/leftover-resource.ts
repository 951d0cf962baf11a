/** What a sweep looks at: one cluster that is gone, and the things in its account and Region that may be left of it. */
import type { AwsAccess } from "../../clients/aws/aws-access";

/** In the order in which they are deleted: what uses another thing goes before it. */
export const sweepKinds = [
  "instance",
  "classic load balancer",
  "load balancer",
  "target group",
  "network interface",
  "security group",
  "launch template",
  "instance profile",
  "queue",
  "event rule",
  "OIDC provider",
  "log group",
] as const;
export type SweepKind = (typeof sweepKinds)[number];

export interface SweptCluster {
  readonly name: string;
  readonly region: string;
  /** What is in another VPC is not ours, whatever its tags say. @default tags alone decide */
  readonly vpcId?: string;
  /** Address of the cluster's OIDC issuer, with or without `https://`. @default tags alone prove an OIDC provider */
  readonly oidcIssuer?: string;
  readonly access: AwsAccess;
}

export type Tags = Readonly<Record<string, string>>;

export interface Thing {
  readonly kind: SweepKind;
  /** By which it is deleted. */
  readonly id: string;
  /** Where it is another than the id. */
  readonly name?: string;
  readonly tags: Tags;
  readonly vpcId?: string;
  /** Ids, or words, of what needs it still. */
  readonly usedBy?: readonly string[];
}
