/**
 * Classifies a resource that a sweep found:
 *
 * 1. No rule of its kind is met: it is kept. It is reported only if a reader could take it for the cluster's.
 * 2. Another cluster's tag is on it, or it is in another VPC: it is kept.
 * 3. Something uses it: it is owned, and kept.
 * 4. Otherwise it is owned and deleted.
 */
import { mentions } from "../../config/resource-names";
import { claimants, describeCondition, isMet, ownershipRules, type OwnershipRule } from "./ownership-rules";
import type { LeftoverResource, SweptCluster } from "./leftover-resource";

export interface Classification {
  /** Whether the cluster provably owns it. */
  readonly owned: boolean;
  /** Whether the sweep deletes it. Only ever true if it is owned. */
  readonly deletable: boolean;
  /** What proves it, or why it is kept. */
  readonly why: string;
}

/** @returns undefined for a resource that has no sign of the cluster */
export function classify(resource: LeftoverResource, cluster: SweptCluster): Classification | undefined {
  const rules = ownershipRules(cluster)[resource.kind];
  const rule = rules.find((conditions) => conditions.every((condition) => isMet(condition, resource)));
  if (rule === undefined) {
    return isSimilar(resource, cluster) ? kept(unproven(resource, cluster, rules)) : undefined;
  }
  const others = [...claimants(resource.tags)].filter((name) => name !== cluster.name);
  if (others.length > 0) return kept(`its tags also name cluster ${others.join(", ")}`);
  if (isInOtherVpc(resource, cluster)) return kept(`it is in another VPC, ${resource.vpcId ?? ""}`);
  if (resource.usedBy && resource.usedBy.length > 0) {
    return { owned: true, deletable: false, why: `it is in use by ${resource.usedBy.join(", ")}` };
  }
  return { owned: true, deletable: true, why: rule.map(describeCondition).join(", ") };
}

function kept(why: string): Classification {
  return { owned: false, deletable: false, why };
}

function isInOtherVpc({ vpcId }: LeftoverResource, cluster: SweptCluster): boolean {
  return vpcId !== undefined && cluster.vpcId !== undefined && vpcId !== cluster.vpcId;
}

/** Unused in the cluster's VPC, or with a name or a tag that contains the cluster's name. */
function isSimilar(resource: LeftoverResource, { name, vpcId }: SweptCluster): boolean {
  const { id, name: ownName = id, usedBy = [] } = resource;
  if (vpcId !== undefined && resource.vpcId === vpcId && usedBy.length === 0) return true;
  if (mentions(ownName, name)) return true;
  return [...claimants(resource.tags)].some((other) => other.startsWith(name) || name.startsWith(other));
}

function unproven(
  resource: LeftoverResource,
  { name }: SweptCluster,
  rules: readonly OwnershipRule[],
): string {
  const claims = [...claimants(resource.tags)];
  if (claims.length > 0 && !claims.includes(name)) return `it belongs to cluster ${claims.join(", ")}`;
  const unmet = rules.map((rule) => rule.filter((condition) => !isMet(condition, resource)));
  const nearest = unmet.reduce((one, other) => (other.length < one.length ? other : one));
  return `no proof that this cluster owns it; missing: ${nearest.map(describeCondition).join(", ")}`;
}
