/** The IAM role that an EKS add-on of the Blueprints creates for its service account. */
export interface AddonRole {
  readonly serviceAccount: string;
  readonly policy?: {
    /** Name of the Terraform resource. */
    readonly resource: string;
    /** Follows the name of the cluster. */
    readonly name: string;
    readonly description: string;
    readonly statement: readonly object[];
  };
  /** ARNs. */
  readonly policies?: readonly string[];
}

/** The role with its policy. It exists unless the add-on's settings name another role. */
export function roleBlocks({ serviceAccount, policy, policies = [] }: AddonRole) {
  const count = "${local.create_irsa ? 1 : 0}";
  const arns = policy === undefined ? policies : [`\${aws_iam_policy.${policy.resource}[0].arn}`];
  return {
    data: policy && {
      aws_iam_policy_document: { [policy.resource]: { count, statement: policy.statement } },
    },
    resource: policy && {
      aws_iam_policy: {
        [policy.resource]: {
          count,
          name: `\${var.addon_context.eks_cluster_id}-${policy.name}`,
          description: policy.description,
          path: "${var.addon_context.irsa_iam_role_path}",
          policy: `\${data.aws_iam_policy_document.${policy.resource}[0].json}`,
          tags: "${merge(var.addon_context.tags, try(var.addon_config.tags, {}))}",
        },
      },
    },
    module: {
      irsa_addon: {
        source: "../../irsa",
        count,
        create_kubernetes_namespace: false,
        create_kubernetes_service_account: false,
        kubernetes_namespace: "kube-system",
        kubernetes_service_account: serviceAccount,
        irsa_iam_policies: arns,
        irsa_iam_role_path: "${var.addon_context.irsa_iam_role_path}",
        irsa_iam_permissions_boundary: "${var.addon_context.irsa_iam_permissions_boundary}",
        eks_cluster_id: "${var.addon_context.eks_cluster_id}",
        eks_oidc_provider_arn: "${var.addon_context.eks_oidc_provider_arn}",
      },
    },
  };
}
