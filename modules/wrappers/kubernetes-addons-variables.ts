/**
 * The variables of the Blueprints add-ons module. Those of type `any` that glrunner sets have the types that the module
 * reads. Source:
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

type HelmConfigs = {
  readonly [K in Extract<keyof Recorded, `${string}_helm_config`>]?: HelmAddonConfig;
};

type Narrowed = HelmConfigs & {
  /** Virtual clusters by name. */
  readonly emr_on_eks_config?: Readonly<Record<string, HclValue>>;
};

export interface KubernetesAddonsVariables extends Omit<Recorded, keyof Narrowed>, Narrowed {}
