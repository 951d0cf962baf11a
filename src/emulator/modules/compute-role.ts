/**
 * The IAM role of a Fargate profile (pod execution role), of a node group, and of Karpenter's nodes. The pinned modules
 * declare it in three places in the same way, so their stand-ins share it.
 */
import { accountId, instances, nameOrPrefix, partition, trust, when } from "./expressions";
import type { RecordedVariable } from "../../../modules/recorded-interface";

interface ComputeRole {
  /** The service that may assume the role. */
  readonly service: string;
  readonly sid?: string;
  /** Expression for the role's name. */
  readonly name: string;
  /** Names of AWS managed policies, without the CNI policy. */
  readonly policies: readonly string[];
}

/** The variables that the role reads. */
export const computeRoleVariables: Readonly<Record<string, RecordedVariable>> = {
  create_iam_role: { type: "bool", default: true },
  iam_role_arn: { type: "string", default: null },
  iam_role_name: { type: "string", default: null },
  iam_role_use_name_prefix: { type: "bool", default: true },
  iam_role_path: { type: "string", default: null },
  iam_role_description: { type: "string", default: null },
  iam_role_permissions_boundary: { type: "string", default: null },
  iam_role_attach_cni_policy: { type: "bool", default: true },
  iam_role_additional_policies: { type: "map(string)", default: {} },
  iam_role_tags: { type: "map(string)", default: {} },
};

const managed = `arn:${partition}:iam::aws:policy`;

/** Locals and resources of the role. It exists if both `create` and `create_iam_role` are true. */
export function computeRole({ service, sid, name, policies }: ComputeRole) {
  const make = "var.create && var.create_iam_role";
  const arns = policies.map((policy) => `"${managed}/${policy}"`).join(", ");
  return {
    locals: {
      iam_role_name: `\${${name}}`,
      cni_policy: `\${var.cluster_ip_family == "ipv6" ? "arn:${partition}:iam::${accountId}:policy/AmazonEKS_CNI_IPv6_Policy" : "${managed}/AmazonEKS_CNI_Policy"}`,
    },
    aws_iam_role: {
      count: when(make),
      ...nameOrPrefix("local.iam_role_name", "var.iam_role_use_name_prefix"),
      path: "${var.iam_role_path}",
      description: "${var.iam_role_description}",
      assume_role_policy: trust(service, sid),
      permissions_boundary: "${var.iam_role_permissions_boundary}",
      force_detach_policies: true,
      tags: "${merge(var.tags, var.iam_role_tags)}",
    },
    aws_iam_role_policy_attachment: {
      this: attachment(
        `toset(compact([${arns}, var.iam_role_attach_cni_policy ? local.cni_policy : ""]))`,
        make,
      ),
      additional: attachment("var.iam_role_additional_policies", make),
    },
  };
}

function attachment(policies: string, condition: string) {
  return {
    for_each: instances(policies, condition),
    policy_arn: "${each.value}",
    role: "${aws_iam_role.this[0].name}",
  };
}

export const computeRoleOutputs = {
  iam_role_name: "${try(aws_iam_role.this[0].name, null)}",
  iam_role_arn: "${try(aws_iam_role.this[0].arn, var.iam_role_arn)}",
  iam_role_unique_id: "${try(aws_iam_role.this[0].unique_id, null)}",
} as const;
