/**
 * One Helm release with the IAM role of its controller, as the Blueprints module of that name creates it. All settings of
 * the release come from `helm_config`, their defaults from here.
 */
import { providerPins } from "../../../../modules/pins";
import { first } from "../expressions";
import { innerModule } from "../stand-in";

/** Values of the settings that `helm_config` leaves out, as expressions. */
const defaults: Readonly<Record<string, string>> = {
  repository: "null",
  version: "null",
  timeout: "1200",
  values: "null",
  lint: "false",
  description: '""',
  repository_key_file: '""',
  repository_cert_file: '""',
  repository_username: '""',
  repository_password: '""',
  verify: "false",
  keyring: '""',
  disable_webhooks: "false",
  reuse_values: "false",
  reset_values: "false",
  force_update: "false",
  recreate_pods: "false",
  cleanup_on_fail: "false",
  max_history: "0",
  atomic: "false",
  skip_crds: "false",
  render_subchart_notes: "true",
  disable_openapi_validation: "false",
  wait: "true",
  wait_for_jobs: "false",
  dependency_update: "false",
  replace: "false",
};

const setting = (name: string, fallback: string) => `\${try(var.helm_config["${name}"], ${fallback})}`;

function settings(block: "set" | "set_sensitive", forEach: string) {
  return {
    for_each: forEach,
    content: {
      name: `\${${block}.value.name}`,
      value: `\${${block}.value.value}`,
      type: `\${try(${block}.value.type, null)}`,
    },
  };
}

const release = {
  count: "${var.manage_via_gitops ? 0 : 1}",
  name: '${var.helm_config["name"]}',
  chart: '${var.helm_config["chart"]}',
  namespace: '${var.helm_config["namespace"]}',
  ...Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, setting(name, value)])),
  // For an add-on with a role, the irsa module creates the namespace.
  create_namespace:
    '${length(var.irsa_config) > 0 ? false : try(var.helm_config["create_namespace"], false)}',
  postrender: { binary_path: setting("postrender", '""') },
  dynamic: {
    set: settings(
      "set",
      '${distinct(concat(var.set_values, try([for each in var.helm_config["set"] : each], [])))}',
    ),
    set_sensitive: settings(
      "set_sensitive",
      '${try([for each in var.helm_config["set_sensitive"] : each], [])}',
    ),
  },
};

const irsa = (name: string, fallback = "null") => `\${try(var.irsa_config.${name}, ${fallback})}`;

const irsaCall = {
  source: "../../irsa",
  count: "${length(var.irsa_config) > 0 ? 1 : 0}",
  create_kubernetes_namespace: irsa("create_kubernetes_namespace", "true"),
  create_service_account_secret_token: irsa("create_service_account_secret_token", "false"),
  kubernetes_namespace: irsa("kubernetes_namespace"),
  kubernetes_service_account: irsa("kubernetes_service_account"),
  // Not with try(): it makes the whole list unknown if one element is unknown.
  irsa_iam_policies: '${lookup(var.irsa_config, "irsa_iam_policies", [])}',
  irsa_iam_role_path: "${var.addon_context.irsa_iam_role_path}",
  irsa_iam_permissions_boundary: "${var.addon_context.irsa_iam_permissions_boundary}",
  eks_cluster_id: "${var.addon_context.eks_cluster_id}",
  eks_oidc_provider_arn: "${var.addon_context.eks_oidc_provider_arn}",
  tags: "${var.addon_context.tags}",
};

/** @param hasRole false leaves out the role's module: Terraform loads it for every add-on, even a disabled one */
function helmAddon(hasRole: boolean) {
  return innerModule(
    {
      helm_config: { type: "any" },
      set_values: { type: "any", default: [] },
      irsa_config: { type: "any", default: {} },
      manage_via_gitops: { type: "bool", default: false },
      addon_context: { type: "any" },
    },
    {
      providers: { helm: providerPins.helm.source },
      resource: {
        helm_release: { addon: { ...release, ...(hasRole && { depends_on: ["module.irsa"] }) } },
      },
      module: hasRole ? { irsa: irsaCall } : {},
      outputs: {
        release_metadata: first("helm_release.addon[0].metadata"),
        ...(hasRole && {
          irsa_arn: first("module.irsa[0].irsa_iam_role_arn"),
          irsa_name: first("module.irsa[0].irsa_iam_role_name"),
          service_account: first("module.irsa[0].service_account"),
        }),
      },
    },
  );
}

/** By folder. */
export const helmAddonModules = { "helm-addon": helmAddon(true), "helm-release": helmAddon(false) };

/** Outputs of a module that calls a release. @param call address of the call */
export function releaseOutputs(call: "module.helm_addon" | "module.helm_addon[0]", hasRole: boolean) {
  const names = hasRole
    ? ["release_metadata", "irsa_arn", "irsa_name", "service_account"]
    : ["release_metadata"];
  return Object.fromEntries(names.map((name) => [name, first(`${call}.${name}`)]));
}
