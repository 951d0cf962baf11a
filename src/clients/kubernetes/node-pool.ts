/** Which of Karpenter's node pools a node or an instance belongs to. */

/** Names that a pool's nodes carry: Karpenter v1, and v0.23. */
export const poolTags = ["karpenter.sh/nodepool", "karpenter.sh/provisioner-name"] as const;

/** The pool of a node that Karpenter made; undefined of all other nodes. */
export function poolOf(labels: Readonly<Record<string, string>>): string | undefined {
  return poolTags.map((key) => labels[key]).find((pool) => pool !== undefined);
}
