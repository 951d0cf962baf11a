/**
 * The EKS cluster from the pinned module, and the role, instance profile and (in set `tutorial`) interruption queue of
 * Karpenter's nodes. Only the tutorial's `aws-auth` calls the Kubernetes API in this stage.
 */
import type { TerraformStack } from "cdktf";
import { Eks, type FargateProfileInput } from "../../../modules/wrappers/eks";
import { EksKarpenter } from "../../../modules/wrappers/eks-karpenter";
import type { Config } from "../../config/config";
import { authWriter, publishedAwsAuth } from "./aws-auth";
import { clusterAddons } from "../../config/resolve/cluster-addons";
import { managedNodeGroups } from "./managed-nodes";
import { moduleRoleSettings } from "../role-settings";
import { secretsKey } from "./secrets-key";
import type { EksOutputs, VpcOutputs } from "../stage-outputs";
import { discoveryTag, resourceTags } from "../tags";

export function createCluster(stack: TerraformStack, config: Config, network: VpcOutputs): EksOutputs {
  const groups = managedNodeGroups(config);
  const roles = moduleRoleSettings(config);
  const defaults = Object.keys(roles).length > 0 ? roles : undefined;
  const eks: Eks = new Eks(stack, "eks", {
    cluster_name: config.name,
    cluster_version: config.versions.kubernetes,
    cluster_endpoint_public_access: config.cluster.endpoint.public,
    cluster_endpoint_private_access: config.cluster.endpoint.private,
    cluster_endpoint_public_access_cidrs: config.cluster.endpoint.allowedCidrs,
    cluster_enabled_log_types: config.cluster.logs,
    cloudwatch_log_group_retention_in_days: config.cluster.logRetentionDays,
    ...secretsKey(stack, config),
    cluster_addons: clusterAddons(config.cluster),
    vpc_id: network.vpc_id,
    subnet_ids: network.private_subnet_ids,
    // Fargate pods use the cluster's primary security group, so these groups would have no member.
    create_cluster_security_group: false,
    create_node_security_group: false,
    ...roles,
    fargate_profiles: fargateProfiles(config),
    fargate_profile_defaults: defaults,
    eks_managed_node_groups: Object.keys(groups).length > 0 ? groups : undefined,
    eks_managed_node_group_defaults: defaults,
    ...(authWriter(config) === "eks module" && publishedAwsAuth(config, () => karpenter?.roleArn)),
    tags: { ...resourceTags(config), ...discoveryTag(config) },
  });
  const karpenter: EksKarpenter | undefined = config.addons.karpenter.enabled
    ? karpenterNodes(stack, config, eks)
    : undefined;
  const profiles = config.cluster.fargateProfiles.map(({ key }) => key);
  return {
    cluster_name: eks.clusterName,
    cluster_endpoint: eks.clusterEndpoint,
    cluster_certificate_authority_data: eks.clusterCertificateAuthorityData,
    cluster_version: eks.clusterVersion,
    cluster_primary_security_group_id: eks.clusterPrimarySecurityGroupId,
    oidc_provider: eks.oidcProvider,
    oidc_provider_arn: eks.oidcProviderArn,
    data_plane_arns: eks.dataPlaneArns(Object.keys(groups)),
    fargate_pod_execution_role_arns: eks.podExecutionRoleArns(profiles),
    fargate_pod_execution_role_names: eks.podExecutionRoleNames(profiles),
    node_group_role_arns: eks.nodeGroupRoleArns(Object.keys(groups)),
    karpenter_node_role_arn: karpenter?.roleArn,
    karpenter_instance_profile_name: karpenter?.instanceProfileName,
  };
}

function fargateProfiles(config: Config): Record<string, FargateProfileInput> {
  return Object.fromEntries(
    config.cluster.fargateProfiles.map(({ key, name, selectors }) => [
      key,
      { ...(name !== key && { name }), selectors: selectors.map((selector) => ({ ...selector })) },
    ]),
  );
}

function karpenterNodes(stack: TerraformStack, config: Config, eks: Eks): EksKarpenter {
  return new EksKarpenter(stack, "karpenter", {
    cluster_name: eks.clusterName,
    irsa_oidc_provider_arn: eks.oidcProviderArn,
    // The add-ons module creates the controller's role.
    create_irsa: false,
    ...moduleRoleSettings(config),
    // It also creates the queue of interruption warnings. The published example creates both queues.
    enable_spot_termination: config.versions.set === "tutorial" ? undefined : false,
    tags: resourceTags(config),
  });
}
