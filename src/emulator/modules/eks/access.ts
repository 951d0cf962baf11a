/** The cluster's IAM role with its policies, and the OIDC provider for service accounts. */
import { dnsSuffix, first, instances, nameOrPrefix, partition, policy, trust, when } from "../expressions";
import { oidcProviderTag } from "../../../config/resource-names";

const managed = `arn:${partition}:iam::aws:policy`;
const issuer = "${aws_eks_cluster.this[0].identity[0].oidc[0].issuer}";
const encryption = when("local.create_role && var.attach_cluster_encryption_policy && local.encrypted");

const attachment = (policies: string) => ({
  for_each: instances(policies, "local.create_role"),
  policy_arn: "${each.value}",
  role: "${aws_iam_role.this[0].name}",
});

export const clusterAccess = {
  locals: {
    create_role: "${local.create && var.create_iam_role}",
    create_oidc: "${local.create && var.enable_irsa}",
    cluster_role: "${try(aws_iam_role.this[0].arn, var.iam_role_arn)}",
    iam_role_name: '${coalesce(var.iam_role_name, "${var.cluster_name}-cluster")}',
    encryption_policy_name:
      '${coalesce(var.cluster_encryption_policy_name, "${local.iam_role_name}-ClusterEncryption")}',
    cluster_policies: {
      AmazonEKSClusterPolicy: `${managed}/AmazonEKSClusterPolicy`,
      AmazonEKSVPCResourceController: `${managed}/AmazonEKSVPCResourceController`,
    },
  },
  data: {
    tls_certificate: {
      this: { count: when("local.create_oidc && var.include_oidc_root_ca_thumbprint"), url: issuer },
    },
  },
  resource: {
    aws_iam_role: {
      this: {
        count: when("local.create_role"),
        ...nameOrPrefix("local.iam_role_name", "var.iam_role_use_name_prefix", "var.prefix_separator"),
        path: "${var.iam_role_path}",
        description: "${var.iam_role_description}",
        assume_role_policy: trust(`eks.${dnsSuffix}`, "EKSClusterAssumeRole"),
        permissions_boundary: "${var.iam_role_permissions_boundary}",
        force_detach_policies: true,
        dynamic: {
          // Otherwise EKS would recreate the log group while the cluster is destroyed.
          inline_policy: {
            for_each: "${var.create_cloudwatch_log_group ? [1] : []}",
            content: {
              name: "${local.iam_role_name}",
              policy: policy({ Effect: "Deny", Action: ["logs:CreateLogGroup"], Resource: "*" }),
            },
          },
        },
        tags: "${merge(var.tags, var.iam_role_tags)}",
      },
    },
    aws_iam_role_policy_attachment: {
      this: attachment("local.cluster_policies"),
      additional: attachment("var.iam_role_additional_policies"),
      cluster_encryption: {
        count: encryption,
        policy_arn: "${aws_iam_policy.cluster_encryption[0].arn}",
        role: "${aws_iam_role.this[0].name}",
      },
    },
    aws_iam_policy: {
      cluster_encryption: {
        count: encryption,
        ...nameOrPrefix(
          "local.encryption_policy_name",
          "var.cluster_encryption_policy_use_name_prefix",
          '""',
        ),
        description: "${var.cluster_encryption_policy_description}",
        path: "${var.cluster_encryption_policy_path}",
        policy: policy({
          Effect: "Allow",
          Action: ["kms:Encrypt", "kms:Decrypt", "kms:ListGrants", "kms:DescribeKey"],
          Resource: "${local.key_arn}",
        }),
        tags: "${merge(var.tags, var.cluster_encryption_policy_tags)}",
      },
    },
    aws_iam_openid_connect_provider: {
      oidc_provider: {
        count: when("local.create_oidc"),
        client_id_list: `\${distinct(compact(concat(["sts.${dnsSuffix}"], var.openid_connect_audiences)))}`,
        thumbprint_list:
          "${concat(data.tls_certificate.this[*].certificates[0].sha1_fingerprint, var.custom_oidc_thumbprints)}",
        url: issuer,
        tags: `\${merge({ Name = "${oidcProviderTag("${var.cluster_name}")}" }, var.tags)}`,
      },
    },
  },
  outputs: {
    cluster_iam_role_arn: first("aws_iam_role.this[0].arn"),
    cluster_iam_role_name: first("aws_iam_role.this[0].name"),
    cluster_iam_role_unique_id: first("aws_iam_role.this[0].unique_id"),
    cluster_tls_certificate_sha1_fingerprint: first(
      "data.tls_certificate.this[0].certificates[0].sha1_fingerprint",
    ),
    oidc_provider: first(`replace(${issuer.slice(2, -1)}, "https://", "")`),
    oidc_provider_arn: first("aws_iam_openid_connect_provider.oidc_provider[0].arn"),
  },
};
