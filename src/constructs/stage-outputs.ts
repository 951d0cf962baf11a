/**
 * The outputs that stages pass to later stages: their names, descriptions and types. In layout `staged` they pass through the
 * state, in layout `single` directly, so no construct depends on the layout.
 */
import { TerraformOutput, type TerraformRemoteState, type TerraformStack } from "cdktf";
import type { Config } from "../config/config";
import { managedNodeGroups } from "./cluster/managed-nodes";

export interface VpcOutputs {
  readonly vpc_id: string;
  readonly private_subnet_ids: string[];
}

export interface EksOutputs {
  readonly cluster_name: string;
  readonly cluster_endpoint: string;
  readonly cluster_certificate_authority_data: string;
  readonly cluster_version: string;
  readonly cluster_primary_security_group_id: string;
  readonly oidc_provider: string;
  readonly oidc_provider_arn: string;
  readonly data_plane_arns: string;
  /** By key of the Fargate profile. */
  readonly fargate_pod_execution_role_arns: Readonly<Record<string, string>>;
  /** The same roles by name, as IAM attachments need it. */
  readonly fargate_pod_execution_role_names: Readonly<Record<string, string>>;
  /** By key of the managed node group. */
  readonly node_group_role_arns: Readonly<Record<string, string>>;
  /** Undefined, and not published, when Karpenter is disabled. */
  readonly karpenter_node_role_arn: string | undefined;
  readonly karpenter_instance_profile_name: string | undefined;
}

export interface AddonsOutputs {
  readonly node_pools: string[];
  /** Undefined, and not published, when Fargate logging is disabled. */
  readonly fargate_log_group: string | undefined;
  /** Undefined, and not published, when there are no runners. */
  readonly manager_namespace: string | undefined;
}

export interface RunnersOutputs {
  readonly job_namespaces: string[];
  readonly releases: string[];
}

interface OutputsByStage {
  vpc: VpcOutputs;
  eks: EksOutputs;
  addons: AddonsOutputs;
  runners: RunnersOutputs;
}

export const outputDescriptions: {
  readonly [S in keyof OutputsByStage]: Record<keyof OutputsByStage[S], string>;
} = {
  vpc: {
    vpc_id: "Id of the VPC",
    private_subnet_ids: "Subnets of the cluster, its nodes and its Fargate pods",
  },
  eks: {
    cluster_name: "Name of the EKS cluster",
    cluster_endpoint: "URL of the Kubernetes API",
    cluster_certificate_authority_data: "CA of the Kubernetes API, base64",
    cluster_version: "Kubernetes version of the control plane",
    cluster_primary_security_group_id: "Security group of the control plane, the Fargate pods and the nodes",
    oidc_provider: "Issuer of service account tokens, without https://",
    oidc_provider_arn: "IAM OIDC provider of the cluster",
    data_plane_arns: "Fargate profiles and node groups, joined with commas",
    fargate_pod_execution_role_arns: "Pod execution role of each Fargate profile",
    fargate_pod_execution_role_names: "The same roles by name",
    node_group_role_arns: "Role of each managed node group",
    karpenter_node_role_arn: "Role of the nodes that Karpenter launches",
    karpenter_instance_profile_name: "Instance profile of the nodes that Karpenter launches",
  },
  addons: {
    node_pools: "Node pools that runners may use",
    fargate_log_group: "CloudWatch log group of the Fargate pods",
    manager_namespace: "Namespace of the runner managers",
  },
  runners: {
    job_namespaces: "Namespaces of the jobs",
    releases: "Helm releases of the runner managers",
  },
};

/** Adds the outputs of a stage. They are not sensitive, so that a review shows them. */
export function publish<S extends keyof OutputsByStage>(
  stack: TerraformStack,
  stage: S,
  values: OutputsByStage[S],
): void {
  const descriptions: Readonly<Record<string, string>> = outputDescriptions[stage];
  const entries: [string, unknown][] = Object.entries(values);
  for (const [name, value] of entries) {
    if (value === undefined) continue;
    new TerraformOutput(stack, name, { value, description: descriptions[name], staticId: true });
  }
}

/** References to the outputs in the state of the vpc stage. */
export function readVpcOutputs(state: TerraformRemoteState): VpcOutputs {
  return {
    vpc_id: state.getString("vpc_id" satisfies keyof VpcOutputs),
    private_subnet_ids: state.getList("private_subnet_ids" satisfies keyof VpcOutputs),
  };
}

/** The configuration decides which map keys and optional outputs the eks stage has published. */
export function readEksOutputs(state: TerraformRemoteState, config: Config): EksOutputs {
  const string = (name: keyof EksOutputs) => state.getString(name);
  const ifKarpenter = (name: keyof EksOutputs) =>
    config.addons.karpenter.enabled ? string(name) : undefined;
  const map = (name: keyof EksOutputs, keys: readonly string[]) =>
    Object.fromEntries(keys.map((key) => [key, state.getString(`${name}["${key}"]`)]));
  const profiles = config.cluster.fargateProfiles.map(({ key }) => key);
  return {
    cluster_name: string("cluster_name"),
    cluster_endpoint: string("cluster_endpoint"),
    cluster_certificate_authority_data: string("cluster_certificate_authority_data"),
    cluster_version: string("cluster_version"),
    cluster_primary_security_group_id: string("cluster_primary_security_group_id"),
    oidc_provider: string("oidc_provider"),
    oidc_provider_arn: string("oidc_provider_arn"),
    data_plane_arns: string("data_plane_arns"),
    fargate_pod_execution_role_arns: map("fargate_pod_execution_role_arns", profiles),
    fargate_pod_execution_role_names: map("fargate_pod_execution_role_names", profiles),
    node_group_role_arns: map("node_group_role_arns", Object.keys(managedNodeGroups(config))),
    karpenter_node_role_arn: ifKarpenter("karpenter_node_role_arn"),
    karpenter_instance_profile_name: ifKarpenter("karpenter_instance_profile_name"),
  };
}

/** The only output of the add-ons stage that the runners read. */
export function readAddonsOutputs(state: TerraformRemoteState): Pick<AddonsOutputs, "node_pools"> {
  return { node_pools: state.getList("node_pools" satisfies keyof AddonsOutputs) };
}
