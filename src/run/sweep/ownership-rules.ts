/**
 * The conditions that prove a cluster's ownership of a resource. Each kind of resource has rules made of them: a resource
 * is owned only if all conditions of one rule are met, and a sweep deletes nothing else.
 *
 * Every rule contains a tag that names the cluster, or an exact name that only this cluster uses. How a name begins is
 * never proof; a generated name counts only in its full form and next to a tag.
 */
import { clusterTag, everyOwnerTags, hasGeneratedName, ownerTag } from "../../config/resource-names";
import type { LeftoverResource, SweptCluster, Tags } from "./leftover-resource";

/** A property that a resource has or has not. */
export type Condition =
  /** @default any value */
  | { readonly tag: string; readonly value?: string }
  | { readonly named: string }
  /** One of these prefixes and the suffix that Terraform generates. */
  | { readonly generatedFrom: readonly string[] }
  /** URL of an OIDC issuer of EKS under this host. */
  | { readonly issuerOf: string }
  | { readonly inVpc: string };

/** Conditions that must all be met. */
export type OwnershipRule = readonly Condition[];

/** The part of a swept cluster that ownership rules depend on. */
export type OwnershipScope = Pick<SweptCluster, "name" | "region" | "vpcId" | "oidcIssuer">;

/** Kubernetes' tag of a resource that belongs to one cluster only. */
export const ownedTag = (name: string) => ({ tag: clusterTag(name), value: "owned" }) satisfies Condition;

/*
 * Karpenter's tags. Source: github.com/aws/karpenter-provider-aws, pkg/cloudprovider/cloudprovider.go (instances),
 * pkg/providers/launchtemplate/launchtemplate.go and pkg/apis/v1/ec2nodeclass.go (instance profiles), read 2026-11.
 */
export const eksNameTag = (name: string) =>
  ({ tag: "eks:eks-cluster-name", value: name }) satisfies Condition;
export const karpenterTag = (name: string) =>
  ({ tag: "karpenter.k8s.aws/cluster", value: name }) satisfies Condition;
/** The value is the name of a node class, which says nothing about the cluster. */
export const nodeClassTag = { tag: "karpenter.k8s.aws/ec2nodeclass" } satisfies Condition;

/** Tag of the AWS load balancer controller. */
export const balancerTag = (name: string) =>
  ({ tag: "elbv2.k8s.aws/cluster", value: name }) satisfies Condition;

/** The owner tags, as one rule for each version set. */
export function ownerTagRules(name: string): readonly OwnershipRule[] {
  return everyOwnerTags(name).map((tags) => Object.entries(tags).map(([tag, value]) => ({ tag, value })));
}

/** Tags whose value is the name of a cluster. */
const nameTags = [
  ownerTag,
  "aws:eks:cluster-name",
  "eks:cluster-name",
  "eks:eks-cluster-name",
  "elbv2.k8s.aws/cluster",
  "karpenter.k8s.aws/cluster",
  "cluster.k8s.amazonaws.com/name",
  "alpha.eksctl.io/cluster-name",
  "ClusterName",
] as const;

/** Every cluster that the tags name, in any role. */
export function claimants(tags: Tags): ReadonlySet<string> {
  const start = clusterTag("");
  const byKey = Object.keys(tags)
    .filter((key) => key.startsWith(start))
    .map((key) => key.slice(start.length));
  const byValue = nameTags.flatMap((key) => {
    const value = tags[key];
    return value === undefined ? [] : [value];
  });
  return new Set([...byKey, ...byValue]);
}

/** Whether a resource has the property. */
export function isMet(condition: Condition, { id, name = id, tags, vpcId }: LeftoverResource): boolean {
  if ("named" in condition) return name === condition.named;
  if ("generatedFrom" in condition) {
    return condition.generatedFrom.some((prefix) => hasGeneratedName(name, prefix));
  }
  if ("issuerOf" in condition) {
    const rest = name.startsWith(condition.issuerOf) ? name.slice(condition.issuerOf.length) : "";
    return /^\.amazonaws\.(com|com\.cn|eu)\/id\/[0-9A-Z]+$/.test(rest);
  }
  if ("inVpc" in condition) return vpcId === condition.inVpc;
  if (!Object.hasOwn(tags, condition.tag)) return false;
  return condition.value === undefined || tags[condition.tag] === condition.value;
}

/** A condition in the words of a report. */
export function describeCondition(condition: Condition): string {
  if ("named" in condition) return `name ${condition.named}`;
  if ("generatedFrom" in condition) {
    return `a name that Terraform generated from ${condition.generatedFrom.join(" or ")}`;
  }
  if ("issuerOf" in condition) return `an issuer of EKS under ${condition.issuerOf}`;
  if ("inVpc" in condition) return `VPC ${condition.inVpc}`;
  return condition.value === undefined ? `tag ${condition.tag}` : `tag ${condition.tag}=${condition.value}`;
}
