/**
 * The add-ons of the Blueprints that are neither Helm releases nor managed by EKS: namespaces and a ConfigMap. Resources
 * that the recording providers do not have are left out.
 */
import { providerPins } from "../../../../modules/pins";
import { innerModule } from "../stand-in";

const kubernetes = { kubernetes: providerPins.kubernetes.source };

export const app2048Module = innerModule(
  {},
  {
    providers: kubernetes,
    resource: { kubernetes_namespace_v1: { this: { metadata: { name: "app-2048" } } } },
    outputs: {},
  },
);

export const emrOnEksModule = innerModule(
  { namespace: { type: "string" }, create_namespace: { type: "bool", default: true } },
  {
    providers: kubernetes,
    resource: {
      kubernetes_namespace_v1: {
        this: { count: "${var.create_namespace ? 1 : 0}", metadata: { name: "${var.namespace}" } },
      },
    },
    outputs: { namespace: "${var.namespace}" },
  },
);

const files = {
  "output.conf": "output_conf",
  "filters.conf": "filters_conf",
  "parsers.conf": "parsers_conf",
  flb_log_cw: "flb_log_cw",
};

export const fargateFluentbitModule = innerModule(
  { addon_config: { type: "any", default: {} } },
  {
    providers: kubernetes,
    resource: {
      kubernetes_namespace: {
        aws_observability: {
          metadata: { name: "aws-observability", labels: { "aws-observability": "enabled" } },
        },
      },
      kubernetes_config_map: {
        aws_logging: {
          metadata: { name: "aws-logging", namespace: "${kubernetes_namespace.aws_observability.id}" },
          data: Object.fromEntries(
            Object.entries(files).map(([file, setting]) => [
              file,
              `\${try(var.addon_config.${setting}, "${setting === "flb_log_cw" ? "false" : ""}")}`,
            ]),
          ),
        },
      },
    },
    outputs: {},
  },
);

export const objectAddons = {
  app_2048: { source: "./app-2048", count: "${var.enable_app_2048 ? 1 : 0}" },
  emr_on_eks: {
    source: "./emr-on-eks",
    for_each: "${{ for k, v in var.emr_on_eks_config : k => v if var.enable_emr_on_eks }}",
    create_namespace: "${try(each.value.create_namespace, true)}",
    namespace: "${try(each.value.namespace, each.value.name, each.key)}",
  },
  fargate_fluentbit: {
    source: "./fargate-fluentbit",
    count: "${var.enable_fargate_fluentbit ? 1 : 0}",
    addon_config: "${var.fargate_fluentbit_addon_config}",
  },
};
