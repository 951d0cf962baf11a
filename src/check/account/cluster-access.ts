/**
 * Checks whether the cluster's `aws-auth` gives the caller access.
 *
 * 1. The identity that creates the cluster is its administrator. EKS keeps this apart from `aws-auth`, and no API returns it.
 * 2. A role or user of `cluster.access` has the Kubernetes groups of its entry. Terraform needs `system:masters`.
 * 3. The cluster knows any other identity of `cluster.access.accounts`, but gives it no group and so no permissions.
 *
 * Sources: EKS user guide, "Grant IAM users access to Kubernetes with a ConfigMap"; kubernetes-sigs/aws-iam-authenticator
 * pkg/arn/arn.go (Canonicalize) and pkg/mapper/configmap (ARNs are compared in lower case), read 2026-11.
 */
import type { Config } from "../../config";
import type { AwsCallFailure } from "../../clients/aws/aws-client";
import { findingsOf, type Finding } from "../finding";
import type { Deployed } from "../options";
import type { Caller } from "./credentials";

const finding = findingsOf("credentials");
const source = "https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html";
const administrators = "system:masters";

/** The caller as an entry of `aws-auth` names it. */
interface Principal {
  /** The list of cluster.access for an entry; undefined for an identity that no entry can name. */
  readonly list: "roles" | "users" | undefined;
  readonly arn: string;
  /** Kubernetes user name for an entry. */
  readonly username: string;
}

/** The principal of a role session is the role, without its path. */
export function principalOf({ arn }: Pick<Caller, "arn">): Principal {
  const [, partition = "", service = "", account = "", type = "", name = ""] =
    /^arn:([^:]+):(iam|sts)::(\d*):([^/]+)(?:\/(.+))?$/.exec(arn) ?? [];
  if (service === "sts" && type === "assumed-role") {
    const role = name.slice(0, name.lastIndexOf("/"));
    return {
      list: "roles",
      arn: `arn:${partition}:iam::${account}:role/${role}`,
      username: `${role}:{{SessionName}}`,
    };
  }
  if (service === "iam") return { list: "users", arn, username: (name || type).split("/").at(-1) ?? type };
  return { list: undefined, arn, username: "" };
}

interface AccessQuestion {
  readonly config: Config;
  readonly caller: Caller | AwsCallFailure;
  /** Whether EKS has created the cluster. */
  readonly created: Deployed;
}

/** One finding, or none if the caller is not known. */
export function clusterAccess({ config, caller, created }: AccessQuestion): readonly Finding[] {
  if ("reason" in caller) return [];
  const principal = principalOf(caller);
  const groups = groupsOf(principal, config);
  if (groups?.includes(administrators) === true) {
    return [finding("ok", "cluster-access", `${principal.arn} is an administrator by cluster.access`)];
  }
  if (created === false) {
    const what = `${principal.arn} will create the cluster, and is then its administrator`;
    return [finding("ok", "cluster-access", what, { source })];
  }
  const identity = `${principal.arn} ${groups === undefined ? unnamed(config, caller) : `has only the groups ${groups.join(", ")} by cluster.access`}`;
  const what = `${identity}: the cluster refuses it, unless it created the cluster`;
  const level = created === undefined ? "unknown" : "warning";
  return [finding(level, "cluster-access", what, { fix: fix(principal, groups), source })];
}

function groupsOf({ list, arn }: Principal, { cluster: { access } }: Config): readonly string[] | undefined {
  if (list === undefined) return undefined;
  // A later entry of the same ARN replaces an earlier one.
  return access[list].findLast((entry) => entry.arn.toLowerCase() === arn.toLowerCase())?.groups;
}

function unnamed({ cluster: { access } }: Config, { accountId }: Caller): string {
  return access.accounts.includes(accountId)
    ? "is not in cluster.access, and its account alone gives no group"
    : "is not in cluster.access";
}

function fix({ list, arn, username }: Principal, groups: readonly string[] | undefined): string {
  const deploy = "deploy as the identity that created the cluster";
  if (list === undefined) return `use an IAM role or user, which cluster.access can name; then ${deploy}`;
  if (groups !== undefined) return `add ${administrators} to the groups of ${arn}, and ${deploy}`;
  const entry = `- { arn: "${arn}", username: "${username}", groups: ["${administrators}"] }`;
  return `add \`${entry}\` to cluster.access.${list}, and ${deploy}`;
}
