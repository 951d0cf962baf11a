/**
 * An add-on that is one Helm release. `helm_config` is merged shallowly over the add-on's defaults, so configured `values`
 * replace all of the add-on's own. The Blueprints have one such module for each add-on; here all share it.
 */
import { providerPins } from "../../../../modules/pins";
import { innerModule } from "../stand-in";
import { releaseOutputs } from "./helm-addon";

const irsaConfig = {
  kubernetes_namespace: '${local.helm_config["namespace"]}',
  kubernetes_service_account: "${local.service_account}",
  create_kubernetes_namespace: '${try(local.helm_config["create_namespace"], true)}',
  create_service_account_secret_token:
    '${try(local.helm_config["create_service_account_secret_token"], false)}',
  irsa_iam_policies: "${var.irsa_policies}",
};

/** For a controller with an IAM role. */
const roleVariables = {
  service_account: { type: "string" },
  /** Chart values that take the service account's name. */
  service_account_values: { type: "list(string)" },
  irsa_policies: { type: "list(string)", default: [] },
};
const roleLocals = {
  service_account: "${try(var.helm_config.service_account, var.service_account)}",
  set_values:
    '${flatten([for path in var.service_account_values : [{ name = "${path}.name", value = local.service_account }, { name = "${path}.create", value = "false" }]])}',
};

function addon(hasRole: boolean) {
  return innerModule(
    {
      defaults: { type: "any" },
      helm_config: { type: "any", default: {} },
      ...(hasRole && roleVariables),
      /** Whether the add-on's module creates the namespace instead of Helm. */
      creates_namespace: { type: "bool", default: false },
      manage_via_gitops: { type: "bool", default: false },
      addon_context: { type: "any" },
    },
    {
      providers: { kubernetes: providerPins.kubernetes.source },
      locals: {
        helm_config: "${merge(var.defaults, var.helm_config)}",
        ...(hasRole ? roleLocals : { set_values: [] }),
      },
      resource: {
        kubernetes_namespace_v1: {
          this: {
            count:
              '${var.creates_namespace && try(local.helm_config["create_namespace"], true) && local.helm_config["namespace"] != "kube-system" ? 1 : 0}',
            metadata: { name: '${local.helm_config["namespace"]}' },
          },
        },
      },
      module: {
        helm_addon: {
          source: hasRole ? "../helm-addon" : "../helm-release",
          helm_config: "${local.helm_config}",
          set_values: "${concat(local.set_values, try(var.helm_config.set_values, []))}",
          ...(hasRole && { irsa_config: irsaConfig }),
          manage_via_gitops: "${var.manage_via_gitops}",
          addon_context: "${var.addon_context}",
          depends_on: ["kubernetes_namespace_v1.this"],
        },
      },
      outputs: releaseOutputs("module.helm_addon", hasRole),
    },
  );
}

/** By folder. */
export const addonModules = { "addon-with-role": addon(true), addon: addon(false) };
