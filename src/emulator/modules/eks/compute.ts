/**
 * The calls of the eks module to its submodules: a Fargate profile or a node group for each entry. Settings that an entry
 * leaves out come from the defaults and from the cluster. All calls wait for the cluster and `dataplane_wait_duration`.
 */
import { instances, when } from "../expressions";

/** A setting of the entry, else of the defaults, else of the module. */
const givenBy =
  (defaults: string) =>
  (name: string, otherwise = "null") =>
    `\${try(each.value.${name}, var.${defaults}.${name}, ${otherwise})}`;

function role(defaults: string, description: string) {
  const given = givenBy(defaults);
  return {
    create_iam_role: given("create_iam_role", "true"),
    iam_role_arn: given("iam_role_arn"),
    iam_role_name: given("iam_role_name"),
    iam_role_use_name_prefix: given("iam_role_use_name_prefix", "true"),
    iam_role_path: given("iam_role_path"),
    iam_role_description: given("iam_role_description", `"${description}"`),
    iam_role_permissions_boundary: given("iam_role_permissions_boundary"),
    iam_role_tags: given("iam_role_tags", "{}"),
    iam_role_attach_cni_policy: given("iam_role_attach_cni_policy", "true"),
    // Not with try(): it makes the whole map unknown if one value is unknown.
    iam_role_additional_policies: `\${lookup(each.value, "iam_role_additional_policies", lookup(var.${defaults}, "iam_role_additional_policies", {}))}`,
  };
}

const ofCluster = (trigger: string) => `\${time_sleep.this[0].triggers["${trigger}"]}`;

function fargateProfile() {
  const given = givenBy("fargate_profile_defaults");
  return {
    source: "./modules/fargate-profile",
    for_each: instances("var.fargate_profiles", "local.create"),
    create: "${try(each.value.create, true)}",
    cluster_name: ofCluster("cluster_name"),
    cluster_ip_family: "${var.cluster_ip_family}",
    name: "${try(each.value.name, each.key)}",
    subnet_ids: given("subnet_ids", "var.subnet_ids"),
    selectors: given("selectors", "[]"),
    timeouts: given("timeouts", "{}"),
    ...role("fargate_profile_defaults", "Fargate profile IAM role"),
    tags: "${merge(var.tags, try(each.value.tags, var.fargate_profile_defaults.tags, {}))}",
  };
}

const metadataOptions =
  '{ http_endpoint = "enabled", http_tokens = "required", http_put_response_hop_limit = 2 }';

function managedNodeGroup() {
  const given = givenBy("eks_managed_node_group_defaults");
  return {
    source: "./modules/eks-managed-node-group",
    for_each: instances("var.eks_managed_node_groups", "local.create"),
    create: "${try(each.value.create, true)}",
    cluster_name: ofCluster("cluster_name"),
    cluster_version: given("cluster_version", 'time_sleep.this[0].triggers["cluster_version"]'),
    cluster_ip_family: "${var.cluster_ip_family}",
    cluster_primary_security_group_id:
      "${try(each.value.attach_cluster_primary_security_group, var.eks_managed_node_group_defaults.attach_cluster_primary_security_group, false) ? aws_eks_cluster.this[0].vpc_config[0].cluster_security_group_id : null}",
    vpc_security_group_ids:
      "${compact(concat([local.node_security_group_id], try(each.value.vpc_security_group_ids, var.eks_managed_node_group_defaults.vpc_security_group_ids, [])))}",
    name: "${try(each.value.name, each.key)}",
    use_name_prefix: given("use_name_prefix", "true"),
    subnet_ids: given("subnet_ids", "var.subnet_ids"),
    min_size: given("min_size", "1"),
    max_size: given("max_size", "3"),
    desired_size: given("desired_size", "1"),
    ami_type: given("ami_type"),
    ami_release_version: given("ami_release_version"),
    capacity_type: given("capacity_type"),
    disk_size: given("disk_size"),
    force_update_version: given("force_update_version"),
    instance_types: given("instance_types"),
    labels: given("labels"),
    taints: given("taints", "{}"),
    update_config: given("update_config", "{ max_unavailable_percentage = 33 }"),
    timeouts: given("timeouts", "{}"),
    platform: given("platform", '"linux"'),
    use_custom_launch_template: given("use_custom_launch_template", "true"),
    launch_template_description: given(
      "launch_template_description",
      '"Custom launch template for ${try(each.value.name, each.key)} EKS managed node group"',
    ),
    block_device_mappings: given("block_device_mappings", "{}"),
    metadata_options: given("metadata_options", metadataOptions),
    ...role("eks_managed_node_group_defaults", "EKS managed node group IAM role"),
    tags: "${merge(var.tags, try(each.value.tags, var.eks_managed_node_group_defaults.tags, {}))}",
  };
}

export const computeModules = {
  fargate_profile: fargateProfile(),
  eks_managed_node_group: managedNodeGroup(),
};

/** Waits until the add-ons with `before_compute` are in place. */
export const dataplaneSleep = {
  time_sleep: {
    this: {
      count: when("local.create"),
      create_duration: "${var.dataplane_wait_duration}",
      triggers: {
        cluster_name: "${aws_eks_cluster.this[0].name}",
        cluster_endpoint: "${aws_eks_cluster.this[0].endpoint}",
        cluster_version: "${aws_eks_cluster.this[0].version}",
        cluster_certificate_authority_data: "${aws_eks_cluster.this[0].certificate_authority[0].data}",
      },
    },
  },
};
