/**
 * The rules that prove a cluster's ownership of a resource. A sweep deletes nothing outside of this table: a resource
 * is owned only if all conditions of one rule of its kind are met.
 *
 * Every rule contains a tag that names the cluster, or an exact name that only this cluster uses. How a name begins is
 * never proof; a generated name counts only in its full form and next to a tag.
 */
import { poolTags } from "../../clients/kubernetes/node-pool";
import {
  clusterLogGroup,
  clusterTag,
  eventRulePrefixes,
  everyOwnerTags,
  fargateLogGroup,
  hasGeneratedName,
  interruptionQueues,
  oidcProviderTag,
  ownerTag,
} from "../../config/resource-names";
import type { LeftoverResource, SweepKind, SweptCluster, Tags } from "./leftover-resource";

export type Condition =
  /** @default any value */
  | { readonly tag: string; readonly value?: string }
  | { readonly named: string }
  /** One of these prefixes and the suffix that Terraform generates. */
  | { readonly generatedFrom: readonly string[] }
  /** URL of an OIDC issuer of EKS under this host. */
  | { readonly issuerOf: string }
  | { readonly inVpc: string };

/** All conditions together. */
export type OwnershipRule = readonly Condition[];

/** Each of them names the cluster that an instance was launched for: Kubernetes' tag, and those of Karpenter. */
export const instanceMarks = (name: string): readonly Condition[] => [
  ownedTag(name),
  { tag: "eks:eks-cluster-name", value: name },
  { tag: "karpenter.k8s.aws/cluster", value: name },
];

/** For load balancers and target groups: tags of the AWS load balancer controller, and of Kubernetes itself. */
export const balancerRules = (name: string): readonly OwnershipRule[] => [
  [{ tag: "elbv2.k8s.aws/cluster", value: name }],
  [ownedTag(name)],
];

/**
 * Karpenter's tags: github.com/aws/karpenter-provider-aws, pkg/cloudprovider/cloudprovider.go (instances),
 * pkg/providers/launchtemplate/launchtemplate.go and pkg/apis/v1/ec2nodeclass.go (instance profiles), read 2026-11.
 */
export function ownershipRules(
  cluster: Omit<SweptCluster, "access">,
): Readonly<Record<SweepKind, readonly OwnershipRule[]>> {
  const { name, region, vpcId, oidcIssuer } = cluster;
  const byOwnerTags = ownerTagRules(name);
  const eksName = { tag: "eks:eks-cluster-name", value: name };
  const karpenterName = { tag: "karpenter.k8s.aws/cluster", value: name };
  const nodeClass = { tag: "karpenter.k8s.aws/ec2nodeclass" };
  const regional = { tag: "topology.kubernetes.io/region", value: region };
  return {
    instance: poolTags.flatMap((tag) => instanceMarks(name).map((mark) => [{ tag }, mark])),
    "classic load balancer": [[ownedTag(name)]],
    "load balancer": balancerRules(name),
    "target group": balancerRules(name),
    "network interface": [
      [{ tag: "cluster.k8s.amazonaws.com/name", value: name }],
      [{ tag: "eks:eni:owner" }, eksName],
      [ownedTag(name)],
    ],
    "security group": [
      [ownedTag(name)],
      // Only AWS itself can set a tag that begins with `aws:`.
      [{ tag: "aws:eks:cluster-name", value: name }],
      ...(vpcId === undefined ? [] : [[{ inVpc: vpcId }, { tag: "elbv2.k8s.aws/cluster", value: name }]]),
    ],
    "launch template": [[karpenterName], [nodeClass, eksName], [ownedTag(name)], ...byOwnerTags],
    // IAM is global: a cluster of the same name in another Region has the same profiles but for this tag.
    "instance profile": [ownedTag(name), karpenterName].map((of) => [of, nodeClass, regional]),
    queue: interruptionQueues(name).flatMap((queue) =>
      byOwnerTags.map((tags) => [{ named: queue }, ...tags]),
    ),
    "event rule": byOwnerTags.map((tags) => [
      { generatedFrom: eventRulePrefixes },
      { tag: "ClusterName", value: name },
      ...tags,
    ]),
    "OIDC provider": [
      ...(oidcIssuer === undefined ? [] : [[{ named: withoutScheme(oidcIssuer) }]]),
      ...byOwnerTags.map((tags) => [
        { issuerOf: `oidc.eks.${region}` },
        { tag: "Name", value: oidcProviderTag(name) },
        ...tags,
      ]),
    ],
    // EKS creates its log group again without tags, so these are known by their exact names.
    "log group": [clusterLogGroup(name), fargateLogGroup(name)].map((named) => [{ named }]),
  };
}

export function withoutScheme(url: string): string {
  return url.replace(/^https:\/\//, "");
}

function ownedTag(name: string) {
  return { tag: clusterTag(name), value: "owned" };
}

/** One rule for each version set. */
function ownerTagRules(name: string): readonly OwnershipRule[] {
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
