/**
 * The variables of the eks module. Those of type `any` that glrunner uses have the types that the module reads. Source:
 * terraform-aws-eks at the pinned commit, main.tf and node_groups.tf (2026-11).
 */
import type { EksVariables as Recorded } from "../generated/eks-variables";

type StringMap = Readonly<Record<string, string>>;

/** Durations as Go writes them, for example `20m`. */
export type Timeouts = { readonly create?: string; readonly update?: string; readonly delete?: string };

export type ClusterAddon = {
  /** @default the key in `cluster_addons` */
  readonly name?: string;
  /** @default the default version of EKS, or the newest with `most_recent` */
  readonly addon_version?: string;
  readonly most_recent?: boolean;
  /** Created before Fargate profiles and node groups. */
  readonly before_compute?: boolean;
  /** JSON. */
  readonly configuration_values?: string;
  /** @default OVERWRITE */
  readonly resolve_conflicts?: "NONE" | "OVERWRITE" | "PRESERVE";
  readonly service_account_role_arn?: string;
  /** Leaves the software in the cluster when the add-on is deleted. */
  readonly preserve?: boolean;
  readonly timeouts?: Timeouts;
};

/** The role that the module creates for a Fargate profile or a node group. */
type ComputeRole = {
  /** @default true */
  readonly create_iam_role?: boolean;
  readonly iam_role_arn?: string;
  readonly iam_role_name?: string;
  /** @default true */
  readonly iam_role_use_name_prefix?: boolean;
  readonly iam_role_path?: string;
  readonly iam_role_description?: string;
  readonly iam_role_permissions_boundary?: string;
  readonly iam_role_tags?: StringMap;
  /** @default true */
  readonly iam_role_attach_cni_policy?: boolean;
  /** ARNs by any key. */
  readonly iam_role_additional_policies?: StringMap;
};

export type FargateProfileInput = ComputeRole & {
  /** @default true */
  readonly create?: boolean;
  /** @default the key in `fargate_profiles` */
  readonly name?: string;
  /** At most five. A pod must match the namespace and every label of one. */
  readonly selectors: readonly { readonly namespace: string; readonly labels?: StringMap }[];
  /** @default the cluster's */
  readonly subnet_ids?: readonly string[];
  readonly timeouts?: Pick<Timeouts, "create" | "delete">;
  readonly tags?: StringMap;
};

export type BlockDevice = {
  readonly device_name: string;
  readonly ebs?: {
    readonly delete_on_termination?: boolean;
    readonly encrypted?: boolean;
    readonly iops?: number;
    readonly kms_key_id?: string;
    readonly snapshot_id?: string;
    /** MiB a second. */
    readonly throughput?: number;
    /** GiB. */
    readonly volume_size?: number;
    readonly volume_type?: string;
  };
  readonly no_device?: string;
  readonly virtual_name?: string;
};

export type Taint = {
  readonly key: string;
  readonly value?: string;
  readonly effect: "NO_SCHEDULE" | "NO_EXECUTE" | "PREFER_NO_SCHEDULE";
};

export type ManagedNodeGroup = ComputeRole & {
  /** @default true */
  readonly create?: boolean;
  /** @default the key in `eks_managed_node_groups` */
  readonly name?: string;
  /** @default true */
  readonly use_name_prefix?: boolean;
  /** @default the cluster's */
  readonly subnet_ids?: readonly string[];
  /** @default 1 */
  readonly min_size?: number;
  /** @default 3 */
  readonly max_size?: number;
  /** Ignored after creation. @default 1 */
  readonly desired_size?: number;
  readonly ami_type?: string;
  readonly ami_release_version?: string;
  /** @default ON_DEMAND */
  readonly capacity_type?: "ON_DEMAND" | "SPOT";
  readonly instance_types?: readonly string[];
  /** GiB. Read only without the module's launch template, which has `block_device_mappings`. */
  readonly disk_size?: number;
  /** @default true */
  readonly use_custom_launch_template?: boolean;
  readonly block_device_mappings?: Readonly<Record<string, BlockDevice>>;
  readonly labels?: StringMap;
  readonly taints?: Readonly<Record<string, Taint>>;
  /** @default max_unavailable_percentage 33 */
  readonly update_config?:
    { readonly max_unavailable?: number } | { readonly max_unavailable_percentage: number };
  readonly force_update_version?: boolean;
  /** @default IMDSv2 only, 2 hops */
  readonly metadata_options?: StringMap;
  /** Adds the security group of the Fargate pods to the nodes. @default false */
  readonly attach_cluster_primary_security_group?: boolean;
  readonly vpc_security_group_ids?: readonly string[];
  readonly timeouts?: Timeouts;
  readonly tags?: StringMap;
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
  readonly fargate_profile_defaults?: Omit<FargateProfileInput, "create" | "name" | "selectors">;
  /** @default {} */
  readonly eks_managed_node_groups?: Readonly<Record<string, ManagedNodeGroup>>;
  /** @default {} */
  readonly eks_managed_node_group_defaults?: Omit<ManagedNodeGroup, "create" | "name">;
  /** @default [] */
  readonly aws_auth_roles?: readonly AwsAuthRole[];
  /** @default [] */
  readonly aws_auth_users?: readonly AwsAuthUser[];
  /** Account ids. @default [] */
  readonly aws_auth_accounts?: readonly string[];
}
