/**
 * Keys of a `*_helm_config` of the Blueprints add-ons module: those that its `helm-addon` reads, and those that only some
 * add-ons read. The module silently ignores a misspelt key, so glrunner checks them.
 * Source: terraform-aws-eks-blueprints at the pinned commit, modules/kubernetes-addons (2026-11).
 */
import * as z from "zod";

const setting = z.strictObject({
  name: z.string(),
  value: z.union([z.string(), z.number(), z.boolean()]),
  type: z.enum(["auto", "string"]).optional(),
});

const text = z.string().optional();
const flag = z.boolean().optional();
const number = z.number().optional();
const settings = z.array(setting).optional();

const common = {
  name: text,
  chart: text,
  repository: text,
  version: text,
  namespace: text,
  description: text,
  values: z.array(z.string()).optional(),
  set: settings,
  set_sensitive: settings,
  postrender: text,
  service_account: text,
  create_namespace: flag,
  create_service_account_secret_token: flag,
  timeout: number,
  wait: flag,
  wait_for_jobs: flag,
  atomic: flag,
  cleanup_on_fail: flag,
  dependency_update: flag,
  disable_openapi_validation: flag,
  disable_webhooks: flag,
  force_update: flag,
  lint: flag,
  max_history: number,
  recreate_pods: flag,
  render_subchart_notes: flag,
  replace: flag,
  reset_values: flag,
  reuse_values: flag,
  skip_crds: flag,
  keyring: text,
  verify: flag,
  repository_cert_file: text,
  repository_key_file: text,
  repository_username: text,
  repository_password: text,
};

const addonVersion = { addon_version: text, kubernetes_version: text, most_recent: flag };
const withSettings = { set_values: settings };

/** Keys that only some add-ons read, in addition to the common ones. */
const special: Readonly<Record<string, z.ZodRawShape>> = {
  agones_helm_config: { gameserver_minport: number, gameserver_maxport: number },
  aws_load_balancer_controller_helm_config: withSettings,
  cert_manager_helm_config: withSettings,
  external_dns_helm_config: withSettings,
  opentelemetry_operator_helm_config: addonVersion,
  prometheus_helm_config: { operating_system: text },
  self_managed_aws_ebs_csi_driver_helm_config: {
    ...addonVersion,
    additional_iam_policies: z.array(z.string()).optional(),
  },
  self_managed_coredns_helm_config: {
    ...addonVersion,
    image_registry: text,
    compute_type: z.enum(["ec2", "fargate"]).optional(),
  },
};

/** @param variable the module's variable, such as `metrics_server_helm_config` */
export function helmConfigSchema(variable: string): z.ZodType {
  return z.strictObject({ ...common, ...special[variable] });
}
