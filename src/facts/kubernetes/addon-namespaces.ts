/**
 * Where the pods of the Blueprints add-ons run. Only add-ons with a namespace that the module gives them; those of
 * kube-system only if they have a DaemonSet, since kube-system has its place anyway.
 * Source: aws-ia/terraform-aws-eks-blueprints@v4.29.0 (35d13177):modules/kubernetes-addons, locals.tf and main.tf of
 * each. Which have a DaemonSet is from knowledge of the charts, which were not read: assumed.
 */
import type { FactTable } from "../fact-table";

export const addonNamespacesTable = {
  name: "Namespaces of the Blueprints add-ons",
  readOn: "2026-11-24",
  sources: ["aws-ia/terraform-aws-eks-blueprints@v4.29.0:modules/kubernetes-addons"],
  lookAt: "https://github.com/aws-ia/terraform-aws-eks-blueprints/tree/v4.29.0/modules/kubernetes-addons",
} as const satisfies FactTable;

export interface AddonPlace {
  /** The module's switch is `enable_<addon>`. */
  readonly addon: string;
  /** Namespace unless `<helm>_helm_config` names one. */
  readonly namespace: string;
  /** Prefix of the add-on's Helm settings. */
  readonly helm: string;
  /** `only` is an agent for each node and nothing else, `partly` has one in addition to ordinary pods. */
  readonly daemonSet: "none" | "partly" | "only";
  /** The namespace is the release's name, which `<helm>_helm_config.name` may change. */
  readonly namedAsRelease?: true;
}

const place = (
  addon: string,
  namespace: string,
  daemonSet: AddonPlace["daemonSet"] = "none",
  helm = addon,
): AddonPlace => ({ addon, namespace, helm, daemonSet });

const asRelease = (...given: Parameters<typeof place>): AddonPlace => ({
  ...place(...given),
  namedAsRelease: true,
});

export const addonPlaces: readonly AddonPlace[] = [
  place("agones", "agones-system"),
  place("airflow", "airflow"),
  place("appmesh_controller", "appmesh-system", "none", "appmesh"),
  place("argo_rollouts", "argo-rollouts"),
  place("argo_workflows", "argo-workflows"),
  place("argocd", "argocd"),
  place("aws_cloudwatch_metrics", "amazon-cloudwatch", "only"),
  place("aws_efs_csi_driver", "kube-system", "partly"),
  place("aws_for_fluentbit", "aws-for-fluent-bit", "only"),
  place("aws_fsx_csi_driver", "kube-system", "partly"),
  place("aws_node_termination_handler", "kube-system", "partly"),
  place("aws_privateca_issuer", "aws-privateca-issuer"),
  place("cert_manager", "cert-manager"),
  place("cert_manager_csi_driver", "cert-manager", "only"),
  place("chaos_mesh", "chaos-testing", "partly"),
  place("cilium", "kube-system", "partly"),
  place("crossplane", "crossplane-system"),
  place("datadog_operator", "datadog-operator"),
  asRelease("external_dns", "external-dns"),
  place("external_secrets", "external-secrets"),
  place("gatekeeper", "gatekeeper-system"),
  place("grafana", "grafana"),
  asRelease("ingress_nginx", "ingress-nginx"),
  place("keda", "keda"),
  asRelease("kube_prometheus_stack", "kube-prometheus-stack", "partly"),
  place("kube_state_metrics", "kube-state-metrics"),
  place("kubecost", "kubecost", "partly"),
  place("kuberay_operator", "kuberay-operator"),
  place("kubernetes_dashboard", "kubernetes-dashboard"),
  place("kyverno", "kyverno"),
  place("local_volume_provisioner", "local-static-provisioner", "only"),
  place("nvidia_device_plugin", "nvidia-device-plugin", "only"),
  place("opentelemetry_operator", "opentelemetry-operator-system"),
  place("prometheus", "prometheus", "partly"),
  place("promtail", "promtail", "only"),
  place("reloader", "reloader"),
  place("secrets_store_csi_driver", "secrets-store-csi-driver", "only"),
  place("smb_csi_driver", "kube-system", "partly"),
  place("spark_history_server", "spark-history-server"),
  asRelease("spark_k8s_operator", "spark-operator"),
  place("strimzi_kafka_operator", "strimzi"),
  place("thanos", "thanos"),
  asRelease("traefik", "traefik"),
  place("velero", "velero"),
  asRelease("vpa", "vpa"),
  place("yunikorn", "yunikorn"),
];
