/**
 * One managed node group with its role and launch template, as the submodule of the eks module creates it. Its nodes never
 * join a cluster: tests check only the requests to AWS and the Terraform state.
 */
import { providerPins } from "../../../../modules/pins";
import type { RecordedVariable } from "../../../../modules/recorded-interface";
import { computeRole, computeRoleOutputs, computeRoleVariables } from "../compute-role";
import {
  accountData,
  argumentsFor,
  dnsSuffix,
  first,
  nameOrPrefix,
  timeoutNames,
  when,
} from "../expressions";
import { innerModule } from "../stand-in";

const role = computeRole({
  service: `ec2.${dnsSuffix}`,
  sid: "EKSNodeAssumeRole",
  name: 'coalesce(var.iam_role_name, "${var.name}-eks-node-group")',
  policies: ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryReadOnly"],
});

const maybe = (type: string, otherwise: unknown = null): RecordedVariable => ({ type, default: otherwise });
const variables: Readonly<Record<string, RecordedVariable>> = {
  ...computeRoleVariables,
  create: maybe("bool", true),
  tags: maybe("map(string)", {}),
  cluster_ip_family: maybe("string"),
  cluster_name: maybe("string"),
  cluster_version: maybe("string"),
  cluster_primary_security_group_id: maybe("string"),
  vpc_security_group_ids: maybe("list(string)", []),
  name: maybe("string", ""),
  use_name_prefix: maybe("bool", true),
  subnet_ids: maybe("list(string)"),
  min_size: maybe("number", 0),
  max_size: maybe("number", 3),
  desired_size: maybe("number", 1),
  ami_type: maybe("string"),
  ami_release_version: maybe("string"),
  capacity_type: maybe("string", "ON_DEMAND"),
  disk_size: maybe("number"),
  force_update_version: maybe("bool"),
  instance_types: maybe("list(string)"),
  labels: maybe("map(string)"),
  taints: maybe("any", {}),
  update_config: maybe("map(string)", {}),
  timeouts: maybe("map(string)", {}),
  platform: maybe("string", "linux"),
  use_custom_launch_template: maybe("bool", true),
  launch_template_description: maybe("string"),
  block_device_mappings: maybe("any", {}),
  metadata_options: maybe("map(string)", {}),
};

const devices = {
  for_each: "${var.block_device_mappings}",
  content: {
    device_name: "${try(block_device_mappings.value.device_name, null)}",
    dynamic: {
      ebs: {
        for_each: "${try([block_device_mappings.value.ebs], [])}",
        content: argumentsFor(
          [
            ...["delete_on_termination", "encrypted", "iops", "kms_key_id"],
            ...["snapshot_id", "throughput", "volume_size", "volume_type"],
          ],
          (name) => `try(ebs.value.${name}, null)`,
        ),
      },
    },
    no_device: "${try(block_device_mappings.value.no_device, null)}",
    virtual_name: "${try(block_device_mappings.value.virtual_name, null)}",
  },
};

const launchTemplate = {
  count: when("var.create && var.use_custom_launch_template"),
  name_prefix: "${var.name}-",
  description: "${var.launch_template_description}",
  update_default_version: true,
  vpc_security_group_ids:
    "${compact(concat([var.cluster_primary_security_group_id], var.vpc_security_group_ids))}",
  dynamic: {
    block_device_mappings: devices,
    metadata_options: {
      for_each: "${length(var.metadata_options) > 0 ? [var.metadata_options] : []}",
      content: argumentsFor(
        ["http_endpoint", "http_put_response_hop_limit", "http_tokens"],
        (name) => `try(metadata_options.value.${name}, null)`,
      ),
    },
    tag_specifications: {
      for_each: '${toset(["instance", "network-interface", "volume"])}',
      content: {
        resource_type: "${tag_specifications.key}",
        tags: "${merge(var.tags, { Name = var.name })}",
      },
    },
  },
  monitoring: { enabled: true },
  tags: "${var.tags}",
  // Pods may need the role's permissions as long as a node exists.
  depends_on: ["aws_iam_role_policy_attachment.this"],
  lifecycle: { create_before_destroy: true },
};

const { name: group, name_prefix: groupPrefix } = nameOrPrefix("var.name", "var.use_name_prefix");
const nodeGroup = {
  count: when("var.create"),
  cluster_name: "${var.cluster_name}",
  node_group_name: group,
  node_group_name_prefix: groupPrefix,
  node_role_arn: "${var.create_iam_role ? aws_iam_role.this[0].arn : var.iam_role_arn}",
  subnet_ids: "${var.subnet_ids}",
  version: "${var.cluster_version}",
  release_version: "${var.ami_release_version}",
  scaling_config: {
    min_size: "${var.min_size}",
    max_size: "${var.max_size}",
    desired_size: "${var.desired_size}",
  },
  ...argumentsFor(
    ["ami_type", "capacity_type", "force_update_version", "instance_types", "labels"],
    (name) => `var.${name}`,
  ),
  // With a launch template, the template sets the disk size.
  disk_size: "${var.use_custom_launch_template ? null : var.disk_size}",
  dynamic: {
    launch_template: {
      for_each: "${var.use_custom_launch_template ? [1] : []}",
      content: {
        id: "${aws_launch_template.this[0].id}",
        version: "${aws_launch_template.this[0].default_version}",
      },
    },
    taint: {
      for_each: "${var.taints}",
      content: {
        key: "${taint.value.key}",
        value: "${try(taint.value.value, null)}",
        effect: "${taint.value.effect}",
      },
    },
    update_config: {
      for_each: "${length(var.update_config) > 0 ? [var.update_config] : []}",
      content: {
        max_unavailable: "${try(update_config.value.max_unavailable, null)}",
        max_unavailable_percentage: "${try(update_config.value.max_unavailable_percentage, null)}",
      },
    },
  },
  timeouts: argumentsFor(timeoutNames, (name) => `lookup(var.timeouts, "${name}", null)`),
  tags: "${merge(var.tags, { Name = var.name })}",
  lifecycle: { create_before_destroy: true, ignore_changes: ["scaling_config[0].desired_size"] },
};

const ofGroup = (attribute: string) => first(`aws_eks_node_group.this[0].${attribute}`);
const ofTemplate = (attribute: string) => first(`aws_launch_template.this[0].${attribute}`);

export const managedNodeGroupModule = innerModule(variables, {
  // The real module uses cloudinit for user data.
  providers: { aws: providerPins.aws.source, cloudinit: providerPins.cloudinit.source },
  locals: role.locals,
  data: accountData,
  resource: {
    aws_iam_role: { this: role.aws_iam_role },
    aws_iam_role_policy_attachment: role.aws_iam_role_policy_attachment,
    aws_launch_template: { this: launchTemplate },
    aws_eks_node_group: { this: nodeGroup },
  },
  outputs: {
    ...computeRoleOutputs,
    launch_template_id: ofTemplate("id"),
    launch_template_arn: ofTemplate("arn"),
    launch_template_latest_version: ofTemplate("latest_version"),
    launch_template_name: ofTemplate("name"),
    node_group_arn: ofGroup("arn"),
    node_group_id: ofGroup("id"),
    node_group_resources: ofGroup("resources"),
    node_group_autoscaling_group_names:
      "${try(flatten(aws_eks_node_group.this[0].resources[*].autoscaling_groups[*].name), [])}",
    node_group_status: ofGroup("status"),
    node_group_labels: ofGroup("labels"),
    node_group_taints: ofGroup("taint"),
    platform: "${var.platform}",
  },
});
