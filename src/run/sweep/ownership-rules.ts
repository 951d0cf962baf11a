/**
 * What proves that a thing is of a cluster. Destruction is never wider than this table: a thing goes only if all
 * conditions of one of its kind's proofs hold, no other cluster claims it, it is in no other VPC, and nothing uses it.
 */
import { poolTags } from "../../clients/kubernetes/node-pool";
import { ownerTag, ownerTags } from "../../config/resource-names";
import type { SweepKind, SweptCluster, Tags, Thing } from "./leftover-resource";

export type Condition =
  /** Any value will do where none is given. */
  | { readonly tag: string; readonly value?: string }
  | { readonly named: string }
  | { readonly begins: readonly string[] }
  | { readonly inVpc: string };

/** All of them together. */
export type Proof = readonly Condition[];

const events = ["HealthEvent-", "SpotInterrupt-", "InstanceRebalance-", "InstanceStateChange-"] as const;

/** How names of event rules begin. Source: add-on of Blueprints v4.29.0, karpenter submodule of eks v19.21.0. */
export const ruleNames = ["", "Karpenter"].flatMap((prefix) => events.map((event) => `${prefix}${event}`));

/** The queue of the add-on, and the second one that the published example ends up with. Sources: as above. */
export const queueNames = (cluster: string): readonly string[] => [
  `karpenter-${cluster}`,
  `Karpenter-${cluster}`,
];

/** Each alone says which cluster an instance was launched for: Kubernetes' own, and those of Karpenter. */
export const marksOf = (name: string): readonly Condition[] => [
  owned(name),
  { tag: "eks:eks-cluster-name", value: name },
  { tag: "karpenter.k8s.aws/cluster", value: name },
];

/** Of load balancers and target groups: of the AWS load balancer controller, and of Kubernetes' own. */
export const balancerProofs = (name: string): readonly Proof[] => [
  [{ tag: "elbv2.k8s.aws/cluster", value: name }],
  [owned(name)],
];

/**
 * Karpenter's tags: github.com/aws/karpenter-provider-aws, pkg/cloudprovider/cloudprovider.go (instances),
 * pkg/providers/launchtemplate/launchtemplate.go and pkg/apis/v1/ec2nodeclass.go (instance profiles), read 2026-11.
 */
export function proofsOf(
  cluster: Omit<SweptCluster, "access">,
): Readonly<Record<SweepKind, readonly Proof[]>> {
  const { name, region, vpcId, oidcIssuer } = cluster;
  const stamps = stampsOf(name);
  const eksName = { tag: "eks:eks-cluster-name", value: name };
  const karpenterName = { tag: "karpenter.k8s.aws/cluster", value: name };
  const nodeClass = { tag: "karpenter.k8s.aws/ec2nodeclass" };
  const regional = { tag: "topology.kubernetes.io/region", value: region };
  const issuerHosts = [`oidc.eks.${region}.amazonaws.com/`, `oidc.eks.${region}.amazonaws.com.cn/`];
  return {
    instance: poolTags.flatMap((tag) => marksOf(name).map((mark) => [{ tag }, mark])),
    "classic load balancer": [[owned(name)]],
    "load balancer": balancerProofs(name),
    "target group": balancerProofs(name),
    "network interface": [
      [{ tag: "cluster.k8s.amazonaws.com/name", value: name }],
      [{ tag: "eks:eni:owner" }, eksName],
      [owned(name)],
    ],
    "security group": [
      [owned(name)],
      // Only AWS itself can set a tag that begins with `aws:`.
      [{ tag: "aws:eks:cluster-name", value: name }],
      ...(vpcId === undefined ? [] : [[{ inVpc: vpcId }, { tag: "elbv2.k8s.aws/cluster", value: name }]]),
    ],
    "launch template": [[karpenterName], [nodeClass, eksName], [owned(name)], ...stamps],
    // IAM is of all Regions: a cluster of the same name in another Region has profiles just like these.
    "instance profile": [owned(name), karpenterName].map((of) => [of, nodeClass, regional]),
    queue: queueNames(name).flatMap((queue) => stamps.map((stamp) => [{ named: queue }, ...stamp])),
    "event rule": stamps.map((stamp) => [
      { begins: ruleNames },
      { tag: "ClusterName", value: name },
      ...stamp,
    ]),
    "OIDC provider": [
      ...(oidcIssuer === undefined ? [] : [[{ named: withoutScheme(oidcIssuer) }]]),
      ...stamps.map((stamp) => [
        { begins: issuerHosts },
        { tag: "Name", value: `${name}-eks-irsa` },
        ...stamp,
      ]),
    ],
    "log group": [[{ named: `/aws/eks/${name}/cluster` }], [{ begins: [`/glrunner/${name}/`] }]],
  };
}

export function withoutScheme(url: string): string {
  return url.replace(/^https:\/\//, "");
}

function owned(name: string) {
  return { tag: `${clusterTag}${name}`, value: "owned" };
}

/** The marks of our own stages: of set `current`, and of the published example. */
function stampsOf(name: string): readonly Proof[] {
  return (["current", "tutorial"] as const).map((set) =>
    Object.entries(ownerTags(name, set)).map(([tag, value]) => ({ tag, value })),
  );
}

const clusterTag = "kubernetes.io/cluster/";

/** Tags whose value is the name of the cluster that a thing is of. */
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

/** Every cluster that the tags name, as owner or otherwise. */
export function claimants(tags: Tags): ReadonlySet<string> {
  const byKey = Object.keys(tags)
    .filter((key) => key.startsWith(clusterTag))
    .map((key) => key.slice(clusterTag.length));
  const byValue = nameTags.flatMap((key) => {
    const value = tags[key];
    return value === undefined ? [] : [value];
  });
  return new Set([...byKey, ...byValue]);
}

export function holds(condition: Condition, { id, name = id, tags, vpcId }: Thing): boolean {
  if ("named" in condition) return name === condition.named;
  if ("begins" in condition) return condition.begins.some((start) => name.startsWith(start));
  if ("inVpc" in condition) return vpcId === condition.inVpc;
  if (!Object.hasOwn(tags, condition.tag)) return false;
  return condition.value === undefined || tags[condition.tag] === condition.value;
}

export function describe(condition: Condition): string {
  if ("named" in condition) return `name ${condition.named}`;
  if ("begins" in condition) return `a name that begins with ${condition.begins.join(" or ")}`;
  if ("inVpc" in condition) return `a place in ${condition.inVpc}`;
  return condition.value === undefined ? `tag ${condition.tag}` : `tag ${condition.tag}=${condition.value}`;
}
