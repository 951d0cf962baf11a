/**
 * Stand-in for the pinned eks package: the module, its karpenter submodule, and the submodules that it calls. It creates
 * and deletes cluster, compute, add-ons and `aws-auth` in the order of the real module.
 */
import { modulePins, providerPins } from "../../../../modules/pins";
import { interfaces } from "../../../../modules/recorded-interface";
import { accountData } from "../expressions";
import type { RegistryModule } from "../registry";
import { inFolder, standIn } from "../stand-in";
import { clusterAccess } from "./access";
import { eksAddons } from "./addons";
import { awsAuth } from "./aws-auth";
import { controlPlane } from "./cluster";
import { computeModules, dataplaneSleep } from "./compute";
import { fargateProfileModule } from "./fargate-profile";
import { eksKarpenterFiles } from "./karpenter";
import { kmsModule } from "./kms";
import { managedNodeGroupModule } from "./managed-node-group";

const kms = {
  source: "./modules/kms",
  create: "${local.create && var.create_kms_key && local.encrypted}",
  description: '${coalesce(var.kms_key_description, "${var.cluster_name} cluster encryption key")}',
  deletion_window_in_days: "${var.kms_key_deletion_window_in_days}",
  enable_key_rotation: "${var.enable_kms_key_rotation}",
  enable_default_policy: "${var.kms_key_enable_default_policy}",
  key_owners: "${var.kms_key_owners}",
  key_administrators:
    "${coalescelist(var.kms_key_administrators, [data.aws_iam_session_context.current.issuer_arn])}",
  key_users: "${concat([local.cluster_role], var.kms_key_users)}",
  source_policy_documents: "${var.kms_key_source_policy_documents}",
  override_policy_documents: "${var.kms_key_override_policy_documents}",
  aliases: "${var.kms_key_aliases}",
  computed_aliases: '${{ cluster = { name = "eks/${var.cluster_name}" } }}',
  tags: "${var.tags}",
};

const eks = standIn(interfaces.eks, {
  providers: {
    aws: providerPins.aws.source,
    kubernetes: providerPins.kubernetes.source,
    time: providerPins.time.source,
    tls: providerPins.tls.source,
  },
  locals: {
    create: "${var.create && var.putin_khuylo}",
    encrypted: "${length(var.cluster_encryption_config) > 0}",
    key_arn:
      "${var.create_kms_key ? module.kms.key_arn : try(var.cluster_encryption_config.provider_key_arn, null)}",
    ...clusterAccess.locals,
    ...controlPlane.locals,
    ...awsAuth.locals,
  },
  data: {
    ...accountData,
    aws_iam_session_context: { current: { arn: "${data.aws_caller_identity.current.arn}" } },
    ...clusterAccess.data,
    ...eksAddons.data,
  },
  resource: {
    ...controlPlane.resource,
    ...clusterAccess.resource,
    ...dataplaneSleep,
    ...eksAddons.resource,
    ...awsAuth.resource,
  },
  module: { kms, ...computeModules },
  outputs: {
    ...controlPlane.outputs,
    ...clusterAccess.outputs,
    cluster_addons: "${merge(aws_eks_addon.this, aws_eks_addon.before_compute)}",
    eks_managed_node_groups: "${module.eks_managed_node_group}",
    eks_managed_node_groups_autoscaling_group_names:
      "${compact(flatten([for group in module.eks_managed_node_group : group.node_group_autoscaling_group_names]))}",
    fargate_profiles: "${module.fargate_profile}",
    kms_key_arn: "${module.kms.key_arn}",
    kms_key_id: "${module.kms.key_id}",
    kms_key_policy: "${module.kms.key_policy}",
  },
});

const pin = modulePins.eks;

export const eksStandIn: RegistryModule = {
  source: pin.source,
  version: pin.version,
  files: {
    ...eks,
    ...inFolder("modules/kms", kmsModule),
    ...inFolder("modules/fargate-profile", fargateProfileModule),
    ...inFolder("modules/eks-managed-node-group", managedNodeGroupModule),
    ...inFolder("modules/karpenter", eksKarpenterFiles),
  },
};
