/** The `aws-auth` ConfigMap, as the eks module manages it: the roles of all compute, then the configured roles. */
import { when } from "../expressions";

const nodeGroups = ["system:bootstrappers", "system:nodes"];

function roles(arns: string, username: string, groups: readonly string[]): string {
  return `[for arn in ${arns} : { rolearn = arn, username = "${username}", groups = ${JSON.stringify(groups)} }]`;
}

const mapRoles = [
  roles("local.node_role_arns", "system:node:{{EC2PrivateDNSName}}", nodeGroups),
  roles("local.windows_node_role_arns", "system:node:{{EC2PrivateDNSName}}", [
    "eks:kube-proxy-windows",
    ...nodeGroups,
  ]),
  roles("local.pod_execution_role_arns", "system:node:{{SessionName}}", [
    ...nodeGroups,
    "system:node-proxier",
  ]),
  "var.aws_auth_roles",
];

const distinct = (...lists: readonly string[]) => `\${distinct(compact(concat(${lists.join(", ")})))}`;
const groupArns = (condition: string) =>
  `[for group in module.eks_managed_node_group : group.iam_role_arn if group.platform ${condition} "windows"]`;
const metadata = { name: "aws-auth", namespace: "kube-system" };

export const awsAuth = {
  locals: {
    node_role_arns: distinct(groupArns("!="), "var.aws_auth_node_iam_role_arns_non_windows"),
    windows_node_role_arns: distinct(groupArns("=="), "var.aws_auth_node_iam_role_arns_windows"),
    pod_execution_role_arns: distinct(
      "[for profile in module.fargate_profile : profile.fargate_profile_pod_execution_role_arn]",
      "var.aws_auth_fargate_profile_pod_execution_role_arns",
    ),
    aws_auth_configmap_data: {
      mapRoles: `\${yamlencode(concat(${mapRoles.join(", ")}))}`,
      mapUsers: "${yamlencode(var.aws_auth_users)}",
      mapAccounts: "${yamlencode(var.aws_auth_accounts)}",
    },
  },
  resource: {
    kubernetes_config_map: {
      aws_auth: {
        count: when("local.create && var.create_aws_auth_configmap"),
        metadata,
        data: "${local.aws_auth_configmap_data}",
        // The other resource manages the data.
        lifecycle: { ignore_changes: ["data", "metadata[0].labels", "metadata[0].annotations"] },
      },
    },
    kubernetes_config_map_v1_data: {
      aws_auth: {
        count: when("local.create && var.manage_aws_auth_configmap"),
        force: true,
        metadata,
        data: "${local.aws_auth_configmap_data}",
        depends_on: ["kubernetes_config_map.aws_auth"],
      },
    },
  },
};
