/**
 * The variables of the eks module. Those of type `any` that glrunner uses have the types that the module reads. Source:
 * terraform-aws-eks at the pinned commit, main.tf and node_groups.tf (2026-11).
 */
import type { EksVariables as Recorded } from "../generated/eks-variables";

type StringMap = Readonly<Record<string, string>>;

export type ClusterAddon = {
  /** Selects the newest version. @default the default version of EKS */
  readonly most_recent?: boolean;
  /** Created before Fargate profiles and node groups. */
  readonly before_compute?: boolean;
  /** JSON. */
  readonly configuration_values?: string;
};

/** The role that the module creates for a Fargate profile or a node group. */
type ComputeRole = {
  readonly iam_role_path?: string;
  readonly iam_role_permissions_boundary?: string;
};

export type FargateProfileInput = {
  /** @default the key in `fargate_profiles` */
  readonly name?: string;
  /** At most five. A pod must match the namespace and every label of one. */
  readonly selectors: readonly { readonly namespace: string; readonly labels?: StringMap }[];
};

type BlockDevice = {
  readonly device_name: string;
  readonly ebs?: {
    readonly encrypted?: boolean;
    /** GiB. */
    readonly volume_size?: number;
    readonly volume_type?: string;
  };
};

export type ManagedNodeGroup = {
  /** @default 1 */
  readonly min_size?: number;
  /** @default 3 */
  readonly max_size?: number;
  /** Ignored after creation. @default 1 */
  readonly desired_size?: number;
  readonly ami_type?: string;
  readonly instance_types?: readonly string[];
  readonly block_device_mappings?: Readonly<Record<string, BlockDevice>>;
  readonly labels?: StringMap;
  /** Adds the security group of the Fargate pods to the nodes. @default false */
  readonly attach_cluster_primary_security_group?: boolean;
};

/** An entry of `mapRoles` in the `aws-auth` ConfigMap. */
export type AwsAuthRole = {
  readonly rolearn: string;
  readonly username: string;
  readonly groups: readonly string[];
};

/** An entry of `mapUsers` in the `aws-auth` ConfigMap. */
export type AwsAuthUser = {
  readonly userarn: string;
  readonly username: string;
  readonly groups: readonly string[];
};

export type ClusterEncryption = {
  /** Read only with `create_kms_key` false. */
  readonly provider_key_arn?: string;
  readonly resources: readonly "secrets"[];
};

/** The types above are not interfaces, so that the compiler compares them with the recorded types. */
export interface EksVariables extends Recorded {
  /** @default the Kubernetes secrets, under the module's own key */
  readonly cluster_encryption_config?: ClusterEncryption;
  /** @default {} */
  readonly cluster_addons?: Readonly<Record<string, ClusterAddon>>;
  /** @default {} */
  readonly fargate_profiles?: Readonly<Record<string, FargateProfileInput>>;
  /** @default {} */
  readonly fargate_profile_defaults?: ComputeRole;
  /** @default {} */
  readonly eks_managed_node_groups?: Readonly<Record<string, ManagedNodeGroup>>;
  /** @default {} */
  readonly eks_managed_node_group_defaults?: ComputeRole;
  /** @default [] */
  readonly aws_auth_roles?: readonly AwsAuthRole[];
  /** @default [] */
  readonly aws_auth_users?: readonly AwsAuthUser[];
  /** Account ids. @default [] */
  readonly aws_auth_accounts?: readonly string[];
}
