/**
 * Names, labels and tags by which a cluster's resources are recognized. Each name is defined here once: constructs
 * create resources under it, IAM policies allow it, adoption and sweep look for it, and emulator stand-ins use it.
 * Names that upstream modules choose carry their source.
 */
import { createHash } from "node:crypto";
import type { VersionSetName } from "../../modules/pins";

/** Label of every job pod; its value is the name of the pod's runner. A clean-up deletes only pods with this label. */
export const jobLabel = "glrunner/runner";

/** Label of every manager pod; its value is the name of the pod's runner. */
export const managerLabel = "glrunner/manager";

/** Label of the nodes of a pool; its value is the pool's name. Also the key of the taint that keeps other pods off these nodes. */
export const poolLabel = "glrunner/pool";

/** Annotation that keeps Karpenter from evicting a pod, by version set: Karpenter v1alpha5 and v1. */
export const notEvicted = {
  tutorial: { "karpenter.sh/do-not-evict": "true" },
  current: { "karpenter.sh/do-not-disrupt": "true" },
} as const satisfies Readonly<Record<VersionSetName, Readonly<Record<string, string>>>>;

/** Priority class of a runner's pause pods. It belongs to no namespace, so each release has one of its own. */
export function warmPriorityClass(runner: string): string {
  return `glrunner-warm-${runner}`;
}

/** Name of a manager in GitLab and on its job pods. */
export function managerName(cluster: string, runner: string): string {
  return `${cluster}-${runner}`;
}

/** Log group of the pods on Fargate. Only this cluster writes to it. */
export const fargateLogGroup = (cluster: string): string => `/glrunner/${cluster}/fargate`;

/** Log group of the control plane. EKS chooses this name and creates the group itself if it is missing. */
export const clusterLogGroup = (cluster: string): string => `/aws/eks/${cluster}/cluster`;

/** Prefixes of log groups that look like the cluster's. Not a proof of ownership. */
export const logGroupPrefixes = (cluster: string): readonly string[] => [
  `/aws/eks/${cluster}`,
  `/glrunner/${cluster}`,
];

/** Dashboards belong to the account, not to a Region. */
export const dashboardName = (cluster: string): string => `glrunner-${cluster}`;

/** Alias of the key that encrypts the cluster's secrets. Source: eks v19.21.0 main.tf. */
export const keyAlias = (cluster: string): string => `alias/eks/${cluster}`;

/** Queue that the Karpenter add-on creates. Source: Blueprints v4.29.0 modules/kubernetes-addons/karpenter/main.tf. */
export const interruptionQueueName = (cluster: string): string => `karpenter-${cluster}`;

/**
 * Second queue and name of the node role, both of the eks module's karpenter submodule. Only version set `tutorial`
 * has this queue. Source: eks v19.21.0 modules/karpenter/main.tf.
 */
export const karpenterSubmoduleName = (cluster: string): string => `Karpenter-${cluster}`;

/** Every interruption queue that a cluster of either version set may have. */
export const interruptionQueues = (cluster: string): readonly string[] => [
  interruptionQueueName(cluster),
  karpenterSubmoduleName(cluster),
];

/** Event rules that fill an interruption queue, without the suffix. Sources: the two modules above. */
const interruptionEvents = [
  "HealthEvent",
  "SpotInterrupt",
  "InstanceRebalance",
  "InstanceStateChange",
] as const;

/** Prefixes of the rules' names: the add-on uses the bare name, the submodule puts `Karpenter` before it. */
export const eventRulePrefixes: readonly string[] = ["", "Karpenter"].flatMap((prefix) =>
  interruptionEvents.map((event) => `${prefix}${event}-`),
);

/** Names of IAM roles and policies. Source: Blueprints v4.29.0 modules/irsa/main.tf; glrunner's own constructs. */
export const iamNames = (cluster: string) => ({
  karpenterRole: `${cluster}-karpenter-irsa`,
  karpenterPolicy: `${cluster}-karpenter`,
  /** Permissions that Karpenter v1 needs and the add-on does not grant. */
  karpenterV1Policy: `${cluster}-karpenter-v1`,
  fargateLogsPolicy: `${cluster}-fargate-logs`,
  runnerCacheRole: `${cluster}-runner-cache`,
});

/** Maximum characters of a role's name. Source: IAM API reference, CreateRole. */
const maxRoleName = 64;

/** IAM role of a runner's jobs. A name that is too long is cut, and a hash of the full name keeps it unique. */
export function jobRoleName(cluster: string, runner: string): string {
  const name = `${cluster}-jobs-${runner}`;
  if (name.length <= maxRoleName) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${name.slice(0, maxRoleName - hash.length - 1)}-${hash}`;
}

/** Prefix of the security group of VPC endpoints. */
export const endpointsGroupPrefix = (cluster: string): string => `${cluster}-endpoints-`;

/** Tag `Name` of the OIDC provider. Source: eks v19.21.0 main.tf. */
export const oidcProviderTag = (cluster: string): string => `${cluster}-eks-irsa`;

/** Key of the tag by which Kubernetes and Karpenter assign a resource to a cluster. */
export const clusterTag = (cluster: string): string => `kubernetes.io/cluster/${cluster}`;

/** Tag of every resource that version set `current` creates; its value is the cluster's name. */
export const ownerTag = "glrunner/cluster";

/** The tag with the same meaning in the published example, and so in version set `tutorial`. */
export const publishedOwnerTag = "Blueprint";

/** Tags of every AWS resource of a cluster. They prove to adoption and to a sweep that the cluster owns a resource. */
export function ownerTags(cluster: string, set: VersionSetName): Readonly<Record<string, string>> {
  return set === "tutorial"
    ? // As published.
      { [publishedOwnerTag]: cluster, GithubRepo: "github.com/aws-ia/terraform-aws-eks-blueprints" }
    : { [ownerTag]: cluster };
}

/** The owner tags of each version set. */
export const everyOwnerTags = (cluster: string): readonly Readonly<Record<string, string>>[] =>
  (["current", "tutorial"] as const).map((set) => ownerTags(cluster, set));

/** Whether tags include all owner tags of one version set. */
export function isOwnerTagged(tags: Readonly<Record<string, string>>, cluster: string): boolean {
  return everyOwnerTags(cluster).some((owner) =>
    Object.entries(owner).every(([key, value]) => tags[key] === value),
  );
}

/** Timestamp and counter: the suffix that every Terraform provider appends to a `name_prefix`. */
const generatedSuffix = /^\d{18}[0-9a-f]{8}$/;

/** Whether Terraform generated a name from this prefix. Not a proof of ownership by itself. */
export function hasGeneratedName(name: string, prefix: string): boolean {
  return name.startsWith(prefix) && generatedSuffix.test(name.slice(prefix.length));
}

/** Whether a text contains a name as a separate word: `Karpenter-ci-eu` mentions `ci`, `circus` does not. */
export function mentions(text: string, name: string): boolean {
  const words = (of: string) => `-${of.toLowerCase().replace(/[^a-z0-9]+/g, "-")}-`;
  return words(text).includes(words(name));
}
