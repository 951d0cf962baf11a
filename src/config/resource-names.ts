/** Names by which what is ours is known: whoever makes a thing writes them, whoever takes it away looks for them. */
import type { VersionSetName } from "../../modules/pins";

/** Label of every job pod, with its runner's name: what a clean-up may delete, and nothing else. */
export const jobLabel = "glrunner/runner";

/** Label of every manager pod, with its runner's name. */
export const managerLabel = "glrunner/manager";

/** Label of a node pool's nodes, with its name, and key of the taint that keeps all other pods away. */
export const poolLabel = "glrunner/pool";

/** What keeps Karpenter from evicting a pod, in the words of the API that each set has: v1alpha5 and v1. */
export const notEvicted = {
  tutorial: { "karpenter.sh/do-not-evict": "true" },
  current: { "karpenter.sh/do-not-disrupt": "true" },
} as const satisfies Readonly<Record<VersionSetName, Readonly<Record<string, string>>>>;

/** How a manager calls itself in GitLab, and on its job pods. */
export function managerName(cluster: string, runner: string): string {
  return `${cluster}-${runner}`;
}

/** Where the lines of Fargate's pods end: of this cluster alone. */
export const fargateLogGroup = (cluster: string): string => `/glrunner/${cluster}/fargate`;

/** Of dashboards an account has one list for all Regions. */
export const dashboardName = (cluster: string): string => `glrunner-${cluster}`;

/** Tag of everything that version set `current` makes, with the cluster's name. */
export const ownerTag = "glrunner/cluster";

/** The tag with the same meaning in the published example, and so in version set `tutorial`. */
export const publishedOwnerTag = "Blueprint";

/** On everything of a cluster in AWS, so that a teardown can prove what is ours. */
export function ownerTags(cluster: string, set: VersionSetName): Readonly<Record<string, string>> {
  return set === "tutorial"
    ? // As published.
      { [publishedOwnerTag]: cluster, GithubRepo: "github.com/aws-ia/terraform-aws-eks-blueprints" }
    : { [ownerTag]: cluster };
}
