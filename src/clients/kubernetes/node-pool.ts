/** Labels of nodes and tags of instances that name their Karpenter node pool: of Karpenter v1, and of v0.23. */
export const poolTags = ["karpenter.sh/nodepool", "karpenter.sh/provisioner-name"] as const;

/** The node pool of a node; undefined for a node that Karpenter did not create. */
export function poolOf(labels: Readonly<Record<string, string>>): string | undefined {
  return poolTags.map((key) => labels[key]).find((pool) => pool !== undefined);
}
