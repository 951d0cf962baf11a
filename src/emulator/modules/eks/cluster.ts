/** The control plane with its log group, the tags of its security group, and the optional own security groups. */
import { argumentsFor, first, nameOrPrefix, timeoutNames, when } from "../expressions";
import { clusterLogGroup, clusterTag } from "../../../config/resource-names";

function securityGroup(kind: "cluster" | "node", moreTags: string) {
  const name = `coalesce(var.${kind}_security_group_name, "\${var.cluster_name}-${kind}")`;
  return {
    count: when(`local.create && var.create_${kind}_security_group`),
    ...nameOrPrefix(name, `var.${kind}_security_group_use_name_prefix`, "var.prefix_separator"),
    description: `\${var.${kind}_security_group_description}`,
    vpc_id: "${var.vpc_id}",
    tags: `\${merge(var.tags, { Name = ${name}${moreTags} }, var.${kind}_security_group_tags)}`,
    lifecycle: { create_before_destroy: true },
  };
}

const timeouts = argumentsFor(timeoutNames, (name) => `lookup(var.cluster_timeouts, "${name}", null)`);
const logGroup = `"${clusterLogGroup("${var.cluster_name}")}"`;
const ofCluster = (attribute: string) => first(`aws_eks_cluster.this[0].${attribute}`);

const cluster = {
  count: when("local.create"),
  name: "${var.cluster_name}",
  role_arn: "${local.cluster_role}",
  version: "${var.cluster_version}",
  enabled_cluster_log_types: "${var.cluster_enabled_log_types}",
  vpc_config: {
    security_group_ids:
      "${compact(distinct(concat(var.cluster_additional_security_group_ids, [local.cluster_security_group_id])))}",
    subnet_ids: "${coalescelist(var.control_plane_subnet_ids, var.subnet_ids)}",
    endpoint_private_access: "${var.cluster_endpoint_private_access}",
    endpoint_public_access: "${var.cluster_endpoint_public_access}",
    public_access_cidrs: "${var.cluster_endpoint_public_access_cidrs}",
  },
  kubernetes_network_config: {
    ip_family: "${var.cluster_ip_family}",
    service_ipv4_cidr: "${var.cluster_service_ipv4_cidr}",
  },
  dynamic: {
    encryption_config: {
      for_each: "${local.encrypted ? [var.cluster_encryption_config] : []}",
      content: {
        provider: { key_arn: "${local.key_arn}" },
        resources: "${encryption_config.value.resources}",
      },
    },
  },
  timeouts,
  tags: "${merge(var.tags, var.cluster_tags)}",
  depends_on: ["aws_iam_role_policy_attachment.this", "aws_cloudwatch_log_group.this"],
};

export const controlPlane = {
  locals: {
    cluster_security_group_id: "${try(aws_security_group.cluster[0].id, var.cluster_security_group_id)}",
    node_security_group_id: "${try(aws_security_group.node[0].id, var.node_security_group_id)}",
  },
  resource: {
    aws_cloudwatch_log_group: {
      this: {
        count: when("local.create && var.create_cloudwatch_log_group"),
        name: `\${${logGroup}}`,
        retention_in_days: "${var.cloudwatch_log_group_retention_in_days}",
        kms_key_id: "${var.cloudwatch_log_group_kms_key_id}",
        tags: `\${merge(var.tags, var.cloudwatch_log_group_tags, { Name = ${logGroup} })}`,
      },
    },
    aws_eks_cluster: { this: cluster },
    aws_ec2_tag: {
      cluster_primary_security_group: {
        for_each:
          '${{ for k, v in merge(var.tags, var.cluster_tags) : k => v if local.create && k != "Name" && var.create_cluster_primary_security_group_tags && v != null }}',
        resource_id: "${aws_eks_cluster.this[0].vpc_config[0].cluster_security_group_id}",
        key: "${each.key}",
        value: "${each.value}",
      },
    },
    aws_security_group: {
      cluster: securityGroup("cluster", ""),
      node: securityGroup("node", `, "${clusterTag("${var.cluster_name}")}" = "owned"`),
    },
  },
  outputs: {
    cloudwatch_log_group_arn: first("aws_cloudwatch_log_group.this[0].arn"),
    cloudwatch_log_group_name: first("aws_cloudwatch_log_group.this[0].name"),
    cluster_arn: ofCluster("arn"),
    cluster_certificate_authority_data: ofCluster("certificate_authority[0].data"),
    cluster_endpoint: ofCluster("endpoint"),
    cluster_id: '${try(aws_eks_cluster.this[0].cluster_id, "")}',
    cluster_name: '${try(aws_eks_cluster.this[0].name, "")}',
    cluster_oidc_issuer_url: ofCluster("identity[0].oidc[0].issuer"),
    cluster_platform_version: ofCluster("platform_version"),
    cluster_primary_security_group_id: ofCluster("vpc_config[0].cluster_security_group_id"),
    cluster_security_group_arn: first("aws_security_group.cluster[0].arn"),
    cluster_security_group_id: first("aws_security_group.cluster[0].id"),
    cluster_status: ofCluster("status"),
    cluster_version: ofCluster("version"),
    node_security_group_arn: first("aws_security_group.node[0].arn"),
    node_security_group_id: first("aws_security_group.node[0].id"),
  },
};
