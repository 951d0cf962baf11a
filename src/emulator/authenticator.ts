/**
 * Decides whether the emulated cluster admits a caller: the identity that created it, and those in its `aws-auth` ConfigMap.
 * The permissions of a mapped caller are not checked. While no cluster exists, every caller is admitted.
 * Source: EKS user guide, "Grant IAM users access to Kubernetes with a ConfigMap" (2026-11).
 */
import { parse } from "yaml";
import * as z from "zod";
import { canonicalArn, type Identities } from "./identities";
import type { EmulatedKubernetes } from "./kubernetes";
import { textAt, valueOf } from "./providers/value";

export interface Authenticator {
  /** @param accessKeyId that signed the token */
  readonly admits: (accessKeyId: string) => boolean;
}

const mapped = z.array(z.object({ rolearn: z.string().optional(), userarn: z.string().optional() }));

/** @param creators ARNs of those who created the clusters that there are */
export function authenticator(
  identities: Identities,
  cluster: EmulatedKubernetes,
  creators: () => readonly string[],
): Authenticator {
  return {
    admits: (accessKeyId) => {
      const caller = identities.of(accessKeyId);
      if (caller === undefined) return false;
      const known = creators();
      return (
        known.length === 0 ||
        known.includes(caller.principalArn) ||
        mappedArns(cluster).includes(canonicalArn(caller))
      );
    },
  };
}

function mappedArns(cluster: EmulatedKubernetes): readonly string[] {
  const map = cluster
    .objects()
    .find(
      ({ object: { kind, metadata } }) =>
        kind === "ConfigMap" && metadata.namespace === "kube-system" && metadata.name === "aws-auth",
    );
  const data = valueOf(map?.object);
  return ["mapRoles", "mapUsers"].flatMap((list) => {
    const entries = mapped.safeParse(parse(textAt(data, "data", list) ?? "[]")).data ?? [];
    return entries.flatMap(({ rolearn, userarn }) => rolearn ?? userarn ?? []);
  });
}
