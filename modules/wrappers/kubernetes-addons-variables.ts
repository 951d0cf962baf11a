/**
 * The variables of the Blueprints add-ons module. Those of type `any` have the types that the module reads. Source:
 * terraform-aws-eks-blueprints at the pinned commit, modules/kubernetes-addons (2026-11).
 */
import type { HclValue } from "./hcl-value";
import type { KubernetesAddonsVariables as Recorded } from "../generated/kubernetes-addons-variables";

export type HelmSetting = {
  readonly name: string;
  readonly value: string | number | boolean;
  /** @default Helm decides by the value */
  readonly type?: "auto" | "string";
};

/**
 * One Helm release. The module merges it shallowly over the add-on's settings: `values` replace all of its values. Source:
 * helm-addon/main.tf, karpenter/locals.tf.
 */
export type HelmAddonConfig = {
  readonly name?: string;
  readonly chart?: string;
  readonly repository?: string;
  readonly version?: string;
  readonly namespace?: string;
  readonly description?: string;
  /** YAML documents; later ones override earlier ones. */
  readonly values?: readonly string[];
  readonly set?: readonly HelmSetting[];
  /** Hidden in plans, but stored in the state. */
  readonly set_sensitive?: readonly HelmSetting[];
  /** Path of a program that rewrites the manifests. */
  readonly postrender?: string;
  /** Name of the controller's service account. @default the add-on's name */
  readonly service_account?: string;
  /** @default true, for an add-on with a role of its own */
  readonly create_namespace?: boolean;
  /** @default false */
  readonly create_service_account_secret_token?: boolean;
  /** Seconds. @default 1200 */
  readonly timeout?: number;
  /** @default true */
  readonly wait?: boolean;
  readonly wait_for_jobs?: boolean;
  readonly atomic?: boolean;
  readonly cleanup_on_fail?: boolean;
  readonly dependency_update?: boolean;
  readonly disable_openapi_validation?: boolean;
  readonly disable_webhooks?: boolean;
  readonly force_update?: boolean;
  readonly lint?: boolean;
  /** How many revisions Helm keeps; 0 is all. @default 0 */
  readonly max_history?: number;
  readonly recreate_pods?: boolean;
  /** @default true */
  readonly render_subchart_notes?: boolean;
  readonly replace?: boolean;
  readonly reset_values?: boolean;
  readonly reuse_values?: boolean;
  /** @default false */
  readonly skip_crds?: boolean;
  readonly keyring?: string;
  readonly verify?: boolean;
  readonly repository_cert_file?: string;
  readonly repository_key_file?: string;
  readonly repository_username?: string;
  /** Stored in the state. A short-lived password changes in every plan. */
  readonly repository_password?: string;
};

/** The version of an EKS add-on; also read by add-ons that can be Helm releases instead. */
type AddonVersion = {
  readonly addon_version?: string;
  readonly kubernetes_version?: string;
  readonly most_recent?: boolean;
};

type ManagedAddonConfig = AddonVersion & {
  readonly service_account_role_arn?: string;
  readonly additional_iam_policies?: readonly string[];
  /** @default OVERWRITE */
  readonly resolve_conflicts?: "NONE" | "OVERWRITE" | "PRESERVE";
  /** @default true */
  readonly preserve?: boolean;
  /** JSON. */
  readonly configuration_values?: string;
  readonly tags?: Readonly<Record<string, string>>;
};

type WithSetValues = HelmAddonConfig & { readonly set_values?: readonly HelmSetting[] };

/** Settings that some add-ons read beyond those of a Helm release. */
type SpecialHelmConfigs = {
  readonly agones_helm_config?: HelmAddonConfig & {
    readonly gameserver_minport?: number;
    readonly gameserver_maxport?: number;
  };
  readonly aws_load_balancer_controller_helm_config?: WithSetValues;
  readonly cert_manager_helm_config?: WithSetValues;
  readonly external_dns_helm_config?: WithSetValues;
  readonly opentelemetry_operator_helm_config?: HelmAddonConfig & AddonVersion;
  readonly prometheus_helm_config?: HelmAddonConfig & { readonly operating_system?: string };
  readonly self_managed_aws_ebs_csi_driver_helm_config?: HelmAddonConfig &
    AddonVersion & { readonly additional_iam_policies?: readonly string[] };
  readonly self_managed_coredns_helm_config?: HelmAddonConfig &
    AddonVersion & { readonly image_registry?: string; readonly compute_type?: "ec2" | "fargate" };
};

type HelmConfigName = Extract<keyof Recorded, `${string}_helm_config`>;
type HelmConfigs = {
  readonly [K in Exclude<HelmConfigName, keyof SpecialHelmConfigs>]?: HelmAddonConfig;
} & SpecialHelmConfigs;

type ManagedConfigs = {
  readonly [K in Extract<keyof Recorded, `amazon_eks_${string}_config`>]?: ManagedAddonConfig;
};

type OtherConfigs = {
  /** Fluent Bit sections of the `aws-logging` ConfigMap. */
  readonly fargate_fluentbit_addon_config?: {
    readonly output_conf?: string;
    readonly filters_conf?: string;
    readonly parsers_conf?: string;
    /** Whether Fluent Bit's own log goes to CloudWatch. @default false */
    readonly flb_log_cw?: boolean;
  };
  /** Applications by name. */
  readonly argocd_applications?: Readonly<Record<string, HclValue>>;
  /** Virtual clusters by name. */
  readonly emr_on_eks_config?: Readonly<Record<string, HclValue>>;
};

type Narrowed = HelmConfigs & ManagedConfigs & OtherConfigs;

export interface KubernetesAddonsVariables extends Omit<Recorded, keyof Narrowed>, Narrowed {}
