/**
 * Classifies a resource that a sweep found:
 *
 * 1. Keep it if it meets no rule of its kind. Report it only if a reader could take it for the cluster's.
 * 2. Keep it if it has another cluster's tag, or is in another VPC.
 * 3. Keep it, as owned, while something uses it.
 * 4. Otherwise delete it, as owned.
 */
import { mentions } from "../../config/resource-names";
import type { SweepKind } from "./kinds/kind";
import { claimants, describeCondition, isMet, type OwnershipRule } from "./ownership-rules";
import type { LeftoverResource, SweptCluster } from "./leftover-resource";

/** What a sweep may do with a resource. */
export interface Classification {
  /** Whether the cluster provably owns it. */
  readonly owned: boolean;
  /** Whether the sweep deletes it. Only ever true if it is owned. */
  readonly deletable: boolean;
  /** What proves it, or why it is kept. */
  readonly why: string;
}

/** @returns undefined for a resource that has no sign of the cluster */
export function classify(
  { ownershipRules }: Pick<SweepKind, "ownershipRules">,
  resource: LeftoverResource,
  cluster: SweptCluster,
): Classification | undefined {
  const rules = ownershipRules(cluster);
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

/** Whether the resource is unused in the cluster's VPC, or has a name or a tag that contains the cluster's name. */
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
  const nearest = unmet.reduce((best, next) => (next.length < best.length ? next : best));
  return `no proof that this cluster owns it; missing: ${nearest.map(describeCondition).join(", ")}`;
}
