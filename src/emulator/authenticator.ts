/**
 * Maps an AWS identity to a user of the emulated cluster. While no cluster exists, every caller is an administrator.
 *
 * 1. The identity that created the cluster is an administrator.
 * 2. `mapRoles` and then `mapUsers` of the `aws-auth` ConfigMap give a user name and groups. ARNs are compared in lower
 *    case. A session counts as its role, without the path. If an ARN has several entries, the last one applies.
 * 3. Any other identity of an account in `mapAccounts` becomes a user named by its ARN, without groups.
 *
 * Sources: EKS user guide, "Grant IAM users access to Kubernetes with a ConfigMap"; kubernetes-sigs/aws-iam-authenticator
 * pkg/server/server.go (doMapping, renderTemplate) and pkg/mapper/configmap (2026-11).
 */
import { parse } from "yaml";
import * as z from "zod";
import { canonicalArn, type Identities, type Identity } from "./identities";
import type { EmulatedKubernetes } from "./kubernetes";
import { clusterCreator, type ClusterUser } from "./kubernetes/authorizer";
import { textAt, valueOf } from "./providers/protocol/value";

export interface Authenticator {
  /**
   * @param accessKeyId the key that signed the token
   * @returns undefined when the cluster does not admit the caller
   */
  readonly userOf: (accessKeyId: string) => ClusterUser | undefined;
}

const entrySchema = z.object({
  rolearn: z.string().optional(),
  userarn: z.string().optional(),
  username: z.string().default(""),
  groups: z.array(z.string()).default([]),
});

/** @param creators ARNs of the identities that created the existing clusters */
export function authenticator(
  identities: Identities,
  cluster: EmulatedKubernetes,
  creators: () => readonly string[],
): Authenticator {
  return {
    userOf: (accessKeyId) => {
      const caller = identities.of(accessKeyId);
      if (caller === undefined) return undefined;
      const known = creators();
      if (known.length === 0 || known.includes(caller.principalArn)) return clusterCreator;
      return mappedUser(cluster, caller);
    },
  };
}

function mappedUser(cluster: EmulatedKubernetes, caller: Identity): ClusterUser | undefined {
  const map = cluster
    .objects()
    .find(
      ({ object: { kind, metadata } }) =>
        kind === "ConfigMap" && metadata.namespace === "kube-system" && metadata.name === "aws-auth",
    );
  const listIn = (name: string): unknown => parse(textAt(valueOf(map?.object), "data", name) ?? "[]");
  const arn = canonicalArn(caller);
  const [, , , , account = ""] = arn.split(":");
  for (const list of ["mapRoles", "mapUsers"]) {
    const entries = z.array(entrySchema).safeParse(listIn(list)).data ?? [];
    const found = entries.findLast(
      ({ rolearn, userarn }) => (rolearn ?? userarn)?.toLowerCase() === arn.toLowerCase(),
    );
    if (found !== undefined) return rendered(found, caller, account);
  }
  const accounts = z.array(z.coerce.string()).safeParse(listIn("mapAccounts")).data ?? [];
  return accounts.includes(account) ? { username: arn, groups: [] } : undefined;
}

function rendered(
  { username, groups }: z.output<typeof entrySchema>,
  { callerArn }: Identity,
  account: string,
): ClusterUser {
  const session = (callerArn.split("/").at(-1) ?? "").replaceAll("@", "-");
  const render = (text: string) =>
    text.replaceAll("{{SessionName}}", session).replaceAll("{{AccountID}}", account);
  return { username: render(username), groups: groups.map(render) };
}
