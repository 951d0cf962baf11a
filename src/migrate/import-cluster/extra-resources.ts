/** Finds resources in the state that the configuration does not declare, so that the plan would destroy them. */
import { rootAddress } from "../../clients/terraform/state-document";
import type { StateFinding } from "./parse-result";
import type { StateObject } from "./objects";

/**
 * The resources that the modules create with the settings of a configuration.
 * Source: terraform-aws-vpc v4.0.2 and terraform-aws-eks v19.21.0 main.tf; 2026-11.
 */
const moduleResources: readonly RegExp[] = [
  /^module\.vpc\.aws_(vpc\.this|subnet\.(private|public)|internet_gateway\.this|eip\.nat|nat_gateway\.this)\b/,
  /^module\.vpc\.aws_(route\.(private_nat_gateway|public_internet_gateway)|route_table\.(private|public))\b/,
  /^module\.vpc\.aws_route_table_association\.(private|public)\b/,
  /^module\.vpc\.aws_default_(network_acl|security_group)\.this\b/,
  /^module\.vpc\.aws_default_route_table\.default\b/,
  /^module\.eks\.aws_(eks_cluster|cloudwatch_log_group)\.this\b/,
  /^module\.eks\.aws_ec2_tag\.cluster_primary_security_group\b/,
  /^module\.eks\.aws_eks_addon\.(this|before_compute)\b/,
  /^module\.eks\.aws_iam_openid_connect_provider\.oidc_provider\b/,
  /^module\.eks\.aws_iam_policy\.cluster_encryption\b/,
  /^module\.eks\.aws_iam_role\.this\b/,
  /^module\.eks\.aws_iam_role_policy_attachment\.(this|cluster_encryption)\b/,
  /^module\.eks\.kubernetes_config_map_v1_data\.aws_auth\b/,
  /^module\.eks\.time_sleep\.this\b/,
  /^module\.eks\.module\.(fargate_profile|kms)\b/,
  /^module\.(karpenter|eks_blueprints_kubernetes_addons)\./,
];

/** @param roots the blocks of the synthesized root, such as `module.vpc` */
export function extraResources(
  objects: readonly StateObject[],
  roots: ReadonlySet<string>,
  known: readonly StateFinding[],
): readonly StateFinding[] {
  return objects
    .filter(({ address }) => !known.some((finding) => finding.address === address))
    .filter((object) => !roots.has(rootOf(object)) || !isConfigured(object))
    .map(({ address }) => ({
      address,
      what: "the configuration does not declare this resource",
      fix: `the plan would destroy it: keep it outside of glrunner with \`terraform state rm '${address}'\``,
    }));
}

function isConfigured({ address, module }: StateObject): boolean {
  return module === "" || moduleResources.some((pattern) => pattern.test(address));
}

function rootOf({ module, type, name }: StateObject): string {
  return rootAddress({ ...(module !== "" && { module }), type, name });
}
