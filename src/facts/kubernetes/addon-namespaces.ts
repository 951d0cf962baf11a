/**
 * The namespace in which the pods of each Blueprints add-on run. Add-ons without a namespace of their own are not listed.
 * An add-on in kube-system is listed only if it has a DaemonSet: every cluster has a Fargate profile or nodes for the rest.
 * Source: aws-ia/terraform-aws-eks-blueprints@v4.29.0 (35d13177):modules/kubernetes-addons, locals.tf and main.tf of
 * each. Assumed, since the charts were not read: which add-ons have a DaemonSet.
 */
import type { FactTable } from "../fact-table";

export const addonNamespacesTable = {
  name: "Namespaces of the Blueprints add-ons",
  readOn: "2026-11-24",
  sources: ["aws-ia/terraform-aws-eks-blueprints@v4.29.0:modules/kubernetes-addons"],
  lookAt: "https://github.com/aws-ia/terraform-aws-eks-blueprints/tree/v4.29.0/modules/kubernetes-addons",
} as const satisfies FactTable;

export interface AddonNamespace {
  /** The module's input `enable_<addon>` installs it. */
  readonly addon: string;
  /** The namespace, unless `<helm>_helm_config` names another one. */
  readonly namespace: string;
  /** Prefix of the input `<helm>_helm_config`. */
  readonly helm: string;
  /** `only`: a DaemonSet is all that the add-on has. `partly`: it has a DaemonSet and ordinary pods. */
  readonly daemonSet: "none" | "partly" | "only";
  /** The namespace is the name of the Helm release, which `<helm>_helm_config.name` may change. */
  readonly namedAsRelease?: true;
}

const inNamespace = (
  addon: string,
  namespace: string,
  daemonSet: AddonNamespace["daemonSet"] = "none",
  helm = addon,
): AddonNamespace => ({ addon, namespace, helm, daemonSet });

const asRelease = (...given: Parameters<typeof inNamespace>): AddonNamespace => ({
  ...inNamespace(...given),
  namedAsRelease: true,
});

export const blueprintsNamespaces: readonly AddonNamespace[] = [
  inNamespace("agones", "agones-system"),
  inNamespace("airflow", "airflow"),
  inNamespace("appmesh_controller", "appmesh-system", "none", "appmesh"),
  inNamespace("argo_rollouts", "argo-rollouts"),
  inNamespace("argo_workflows", "argo-workflows"),
  inNamespace("argocd", "argocd"),
  inNamespace("aws_cloudwatch_metrics", "amazon-cloudwatch", "only"),
  inNamespace("aws_efs_csi_driver", "kube-system", "partly"),
  inNamespace("aws_for_fluentbit", "aws-for-fluent-bit", "only"),
  inNamespace("aws_fsx_csi_driver", "kube-system", "partly"),
  inNamespace("aws_node_termination_handler", "kube-system", "partly"),
  inNamespace("aws_privateca_issuer", "aws-privateca-issuer"),
  inNamespace("cert_manager", "cert-manager"),
  inNamespace("cert_manager_csi_driver", "cert-manager", "only"),
  inNamespace("chaos_mesh", "chaos-testing", "partly"),
  inNamespace("cilium", "kube-system", "partly"),
  inNamespace("crossplane", "crossplane-system"),
  inNamespace("datadog_operator", "datadog-operator"),
  asRelease("external_dns", "external-dns"),
  inNamespace("external_secrets", "external-secrets"),
  inNamespace("gatekeeper", "gatekeeper-system"),
  inNamespace("grafana", "grafana"),
  asRelease("ingress_nginx", "ingress-nginx"),
  inNamespace("keda", "keda"),
  asRelease("kube_prometheus_stack", "kube-prometheus-stack", "partly"),
  inNamespace("kube_state_metrics", "kube-state-metrics"),
  inNamespace("kubecost", "kubecost", "partly"),
  inNamespace("kuberay_operator", "kuberay-operator"),
  inNamespace("kubernetes_dashboard", "kubernetes-dashboard"),
  inNamespace("kyverno", "kyverno"),
  inNamespace("local_volume_provisioner", "local-static-provisioner", "only"),
  inNamespace("nvidia_device_plugin", "nvidia-device-plugin", "only"),
  inNamespace("opentelemetry_operator", "opentelemetry-operator-system"),
  inNamespace("prometheus", "prometheus", "partly"),
  inNamespace("promtail", "promtail", "only"),
  inNamespace("reloader", "reloader"),
  inNamespace("secrets_store_csi_driver", "secrets-store-csi-driver", "only"),
  inNamespace("smb_csi_driver", "kube-system", "partly"),
  inNamespace("spark_history_server", "spark-history-server"),
  asRelease("spark_k8s_operator", "spark-operator"),
  inNamespace("strimzi_kafka_operator", "strimzi"),
  inNamespace("thanos", "thanos"),
  asRelease("traefik", "traefik"),
  inNamespace("velero", "velero"),
  asRelease("vpa", "vpa"),
  inNamespace("yunikorn", "yunikorn"),
];
