/**
 * Whether a thing is provably of a cluster and free to go; if not, whether it is near enough to one that a reader
 * would ask why it was kept.
 */
import { claimants, describe, holds, proofsOf, type Proof } from "./ownership-rules";
import type { SweptCluster, Thing } from "./leftover-resource";

export interface Verdict {
  readonly ours: boolean;
  /** Never true of what is not ours. */
  readonly goes: boolean;
  readonly why: string;
}

/** @returns undefined for what has nothing to do with the cluster */
export function judge(thing: Thing, cluster: SweptCluster): Verdict | undefined {
  const proofs = proofsOf(cluster)[thing.kind];
  const proof = proofs.find((conditions) => conditions.every((condition) => holds(condition, thing)));
  if (proof === undefined) return isNear(thing, cluster) ? kept(unproven(thing, cluster, proofs)) : undefined;
  const others = [...claimants(thing.tags)].filter((name) => name !== cluster.name);
  if (others.length > 0) return kept(`cluster ${others.join(", ")} claims it, too`);
  if (isElsewhere(thing, cluster)) return kept(`it is in another VPC, ${thing.vpcId ?? ""}`);
  if (thing.usedBy && thing.usedBy.length > 0) {
    return { ours: true, goes: false, why: `it is ours, but in use by ${thing.usedBy.join(", ")}` };
  }
  return { ours: true, goes: true, why: proof.map(describe).join(", ") };
}

function kept(why: string): Verdict {
  return { ours: false, goes: false, why };
}

function isElsewhere({ vpcId }: Thing, cluster: SweptCluster): boolean {
  return vpcId !== undefined && cluster.vpcId !== undefined && vpcId !== cluster.vpcId;
}

/** Idle in the cluster's VPC, or under a name or a claim that one could take for the cluster's. */
function isNear(thing: Thing, { name, vpcId }: SweptCluster): boolean {
  const { id, name: ownName = id, usedBy = [] } = thing;
  if (vpcId !== undefined && thing.vpcId === vpcId && usedBy.length === 0) return true;
  if (mentions(ownName, name)) return true;
  return [...claimants(thing.tags)].some((other) => other.startsWith(name) || name.startsWith(other));
}

function unproven({ tags, ...thing }: Thing, { name }: SweptCluster, proofs: readonly Proof[]): string {
  const claims = [...claimants(tags)];
  if (claims.length > 0 && !claims.includes(name)) return `it is of cluster ${claims.join(", ")}`;
  const lacking = proofs.map((proof) => proof.filter((condition) => !holds(condition, { ...thing, tags })));
  const nearest = lacking.reduce((one, other) => (other.length < one.length ? other : one));
  return `not proven to be ours: it has not ${nearest.map(describe).join(", ")}`;
}

/** As a word of its own: `Karpenter-ci-eu` mentions `ci`, `circus` does not. */
export function mentions(text: string, name: string): boolean {
  const words = (of: string) => `-${of.toLowerCase().replace(/[^a-z0-9]+/g, "-")}-`;
  return words(text).includes(words(name));
}
