/**
 * The add-ons of the Blueprints that are Helm releases, with the defaults of the pinned module.
 * Source: aws-ia/terraform-aws-eks-blueprints@v4.29.0 (35d13177):modules/kubernetes-addons, locals.tf and main.tf of
 * each; read 2026-11-24. portworx, sysdig_agent and vault come from modules of their vendors, which were not read: their
 * defaults are assumed.
 */
export interface ReleaseRow {
  /** `enable_<addon>` enables it, unless there is a condition. */
  readonly addon: string;
  readonly release: string;
  /** @default the name of the release */
  readonly chart?: string;
  /** @default a folder of the module */
  readonly repository?: string;
  readonly version?: string;
  /** Recorded only for add-ons that are in a recorded state. */
  readonly description?: string;
  /** @default the name of the release */
  readonly namespace?: string;
  /** What creates the namespace: Helm or the add-on's module. With a role it is always the module. @default nothing */
  readonly makesNamespace?: "helm" | "module";
  /** Service account of a controller with an IAM role. @default none */
  readonly serviceAccount?: string;
  /** Chart values that take the service account's name. @default serviceAccount */
  readonly accountValues?: readonly string[];
  /** Prefix of `_irsa_policies`. @default there is no such variable */
  readonly policies?: string;
  /** Prefix of `_helm_config`. @default the name of the add-on */
  readonly helm?: string;
  /** Name of the module call. @default the name of the add-on */
  readonly module?: string;
  /** Expression that enables it. */
  readonly condition?: string;
  /** Terraform installs the release even if Argo CD manages the add-ons. */
  readonly never?: "by Argo CD";
}

const aws = "https://aws.github.io/eks-charts";
const argo = "https://argoproj.github.io/argo-helm";
const jetstack = "https://charts.jetstack.io";
const hashicorp = "https://helm.releases.hashicorp.com";
const prometheus = "https://prometheus-community.github.io/helm-charts";
const grafana = "https://grafana.github.io/helm-charts";
const sigs = "https://kubernetes-sigs.github.io";
const istio = "https://istio-release.storage.googleapis.com/charts";
const bitnami = "https://charts.bitnami.com/bitnami";
const never = "by Argo CD";

const adot = (kind: string): ReleaseRow => ({
  addon: `adot_collector_${kind}`,
  release: `adot-collector-${kind}`,
  chart: "${path.module}/otel-config",
  version: "0.2.0",
  namespace: `adot-collector-${kind}`,
  serviceAccount: `adot-collector-${kind}`,
  accountValues: [],
  never,
});

const tetrate = (part: string, release: string, chart = part): ReleaseRow => ({
  addon: `tetrate_istio_${part}`,
  condition: `var.enable_tetrate_istio && var.tetrate_istio_install_${part}`,
  release,
  chart,
  repository: istio,
  version: "1.12.2",
  namespace: "istio-system",
  makesNamespace: "helm",
});

// prettier-ignore
export const releaseTable: readonly ReleaseRow[] = [
  ...["haproxy", "java", "memcached", "nginx"].map(adot),
  { addon: "agones", release: "agones", repository: "https://agones.dev/chart/stable", version: "1.27.0", namespace: "agones-system", makesNamespace: "module" },
  { addon: "airflow", release: "airflow", repository: "https://airflow.apache.org", version: "1.7.0", namespace: "airflow", makesNamespace: "helm", never },
  { addon: "appmesh_controller", release: "appmesh-controller", repository: aws, version: "1.7.0", namespace: "appmesh-system", serviceAccount: "appmesh-controller", policies: "appmesh", helm: "appmesh", never },
  { addon: "argo_rollouts", release: "argo-rollouts", repository: argo, version: "2.21.1", namespace: "argo-rollouts", makesNamespace: "module" },
  { addon: "argo_workflows", release: "argo-workflows", repository: argo, version: "v0.20.1", namespace: "argo-workflows", makesNamespace: "module" },
  { addon: "argocd", release: "argo-cd", repository: argo, version: "5.13.8", namespace: "argocd", makesNamespace: "module", never },
  { addon: "aws_cloudwatch_metrics", release: "aws-cloudwatch-metrics", repository: aws, version: "0.0.7", namespace: "amazon-cloudwatch", serviceAccount: "cloudwatch-agent", policies: "aws_cloudwatch_metrics" },
  { addon: "aws_efs_csi_driver", release: "aws-efs-csi-driver", repository: `${sigs}/aws-efs-csi-driver/`, version: "2.3.2", namespace: "kube-system", serviceAccount: "aws-efs-csi-driver-sa", accountValues: ["controller.serviceAccount", "node.serviceAccount"], policies: "aws_efs_csi_driver" },
  { addon: "aws_for_fluentbit", release: "aws-for-fluent-bit", repository: aws, version: "0.1.24", namespace: "aws-for-fluent-bit", serviceAccount: "aws-for-fluent-bit-sa", policies: "aws_for_fluentbit", module: "aws_for_fluent_bit" },
  { addon: "aws_fsx_csi_driver", release: "aws-fsx-csi-driver", repository: `${sigs}/aws-fsx-csi-driver/`, version: "1.5.0", namespace: "kube-system", serviceAccount: "fsx-csi-sa", accountValues: ["controller.serviceAccount", "node.serviceAccount"], policies: "aws_fsx_csi_driver" },
  { addon: "aws_load_balancer_controller", release: "aws-load-balancer-controller", repository: aws, version: "1.4.5", namespace: "kube-system", serviceAccount: "aws-load-balancer-controller-sa" },
  { addon: "aws_node_termination_handler", release: "aws-node-termination-handler", repository: aws, version: "0.21.0", namespace: "kube-system", serviceAccount: "aws-node-termination-handler-sa", policies: "aws_node_termination_handler", condition: "var.enable_aws_node_termination_handler && (length(var.auto_scaling_group_names) > 0 || var.enable_karpenter)" },
  { addon: "aws_privateca_issuer", release: "aws-privateca-issuer", repository: "https://cert-manager.github.io/aws-privateca-issuer", version: "1.2.2", namespace: "aws-privateca-issuer", serviceAccount: "aws-privateca-issuer-sa", policies: "aws_privateca_issuer" },
  { addon: "calico", release: "calico", chart: "tigera-operator", repository: "https://docs.projectcalico.org/charts", version: "v3.24.3", namespace: "tigera-operator", makesNamespace: "helm" },
  { addon: "cert_manager", release: "cert-manager", repository: jetstack, version: "v1.10.0", namespace: "cert-manager", serviceAccount: "cert-manager", policies: "cert_manager" },
  { addon: "cert_manager_csi_driver", release: "cert-manager-csi-driver", repository: jetstack, version: "v0.4.2", namespace: "cert-manager" },
  { addon: "cert_manager_istio_csr", release: "cert-manager-istio-csr", repository: jetstack, version: "v0.5.0", namespace: "cert-manager" },
  { addon: "chaos_mesh", release: "chaos-mesh", repository: "https://charts.chaos-mesh.org", version: "2.4.1", namespace: "chaos-testing", makesNamespace: "helm" },
  { addon: "cilium", release: "cilium", repository: "https://helm.cilium.io/", version: "1.12.3", namespace: "kube-system" },
  { addon: "cluster_autoscaler", release: "cluster-autoscaler", repository: "https://kubernetes.github.io/autoscaler", version: "9.21.0", namespace: "kube-system", serviceAccount: "cluster-autoscaler-sa", accountValues: ["rbac.serviceAccount"] },
  { addon: "consul", release: "consul", repository: hashicorp, version: "1.0.1", namespace: "consul", makesNamespace: "helm" },
  { addon: "coredns_autoscaler", release: "cluster-proportional-autoscaler", repository: `${sigs}/cluster-proportional-autoscaler`, version: "1.0.1", namespace: "kube-system", condition: "var.enable_amazon_eks_coredns && var.enable_coredns_autoscaler && length(var.coredns_autoscaler_helm_config) > 0" },
  { addon: "crossplane", release: "crossplane", repository: "https://charts.crossplane.io/stable/", version: "1.10.1", namespace: "crossplane-system", makesNamespace: "module", never },
  { addon: "datadog_operator", release: "datadog-operator", repository: "https://helm.datadoghq.com", version: "0.8.8", namespace: "datadog-operator", makesNamespace: "helm" },
  { addon: "external_dns", release: "external-dns", repository: bitnami, version: "6.11.2", serviceAccount: "external-dns-sa", policies: "external_dns" },
  { addon: "external_secrets", release: "external-secrets", repository: "https://charts.external-secrets.io/", version: "0.6.0", namespace: "external-secrets", serviceAccount: "external-secrets-sa", accountValues: ["serviceAccount", "webhook.serviceAccount", "certController.serviceAccount"], policies: "external_secrets" },
  { addon: "gatekeeper", release: "gatekeeper", repository: "https://open-policy-agent.github.io/gatekeeper/charts", version: "3.10.0", namespace: "gatekeeper-system", makesNamespace: "helm" },
  { addon: "grafana", release: "grafana", repository: grafana, version: "6.43.1", namespace: "grafana", serviceAccount: "grafana", policies: "grafana" },
  { addon: "ingress_nginx", release: "ingress-nginx", repository: "https://kubernetes.github.io/ingress-nginx", version: "4.1.4", makesNamespace: "module" },
  { addon: "keda", release: "keda", repository: "https://kedacore.github.io/charts", version: "2.8.2", namespace: "keda", serviceAccount: "keda-operator-sa", policies: "keda" },
  { addon: "kube_prometheus_stack", release: "kube-prometheus-stack", repository: prometheus, version: "41.6.1", makesNamespace: "module" },
  { addon: "kube_state_metrics", release: "kube-state-metrics", repository: prometheus, version: "4.29.0", namespace: "kube-state-metrics", makesNamespace: "helm" },
  { addon: "kubecost", release: "kubecost", chart: "cost-analyzer", repository: "oci://public.ecr.aws/kubecost", version: "1.97.0", namespace: "kubecost", makesNamespace: "helm" },
  { addon: "kuberay_operator", release: "kuberay-operator", chart: "${path.module}/kuberay-operator-config", version: "0.3.0", namespace: "kuberay-operator", makesNamespace: "module", never },
  { addon: "kubernetes_dashboard", release: "kubernetes-dashboard", repository: "https://kubernetes.github.io/dashboard/", version: "5.11.0", namespace: "kubernetes-dashboard", makesNamespace: "module" },
  { addon: "kyverno", release: "kyverno", repository: "https://kyverno.github.io/kyverno/", version: "v2.5.3", namespace: "kyverno", makesNamespace: "helm" },
  { addon: "kyverno_policies", release: "kyverno-policies", repository: "https://kyverno.github.io/kyverno/", version: "v2.5.5", namespace: "kyverno", condition: "var.enable_kyverno && var.enable_kyverno_policies" },
  { addon: "kyverno_policy_reporter", release: "policy-reporter", repository: "https://kyverno.github.io/policy-reporter", version: "2.13.4", namespace: "kyverno", condition: "var.enable_kyverno && var.enable_kyverno_policy_reporter" },
  { addon: "local_volume_provisioner", release: "local-static-provisioner", chart: "${path.module}/local-static-provisioner", version: "2.6.0-alpha.1", namespace: "local-static-provisioner", makesNamespace: "helm", never },
  { addon: "metrics_server", release: "metrics-server", repository: `${sigs}/metrics-server/`, version: "3.8.2", namespace: "kube-system", description: "Metric server helm Chart deployment configuration" },
  { addon: "nvidia_device_plugin", release: "nvidia-device-plugin", repository: "https://nvidia.github.io/k8s-device-plugin", version: "0.12.3", namespace: "nvidia-device-plugin", makesNamespace: "helm" },
  { addon: "ondat", release: "ondat", repository: "https://ondat.github.io/charts", version: "0.2.5", namespace: "ondat", serviceAccount: "storageos-operator", accountValues: ["ondat-operator.serviceAccount"], policies: "ondat" },
  { addon: "portworx", release: "portworx", namespace: "kube-system", never },
  { addon: "prometheus", release: "prometheus", repository: prometheus, version: "15.17.0", namespace: "prometheus", makesNamespace: "module" },
  { addon: "promtail", release: "promtail", repository: grafana, version: "6.6.0", namespace: "promtail", makesNamespace: "helm" },
  { addon: "reloader", release: "reloader", repository: "https://stakater.github.io/stakater-charts", version: "v0.0.124", namespace: "reloader", makesNamespace: "helm" },
  { addon: "secrets_store_csi_driver", release: "csi-secrets-store", chart: "secrets-store-csi-driver", repository: `${sigs}/secrets-store-csi-driver/charts`, version: "1.3.1", namespace: "secrets-store-csi-driver", makesNamespace: "module" },
  { addon: "secrets_store_csi_driver_provider_aws", release: "secrets-store-csi-driver-provider-aws", repository: "https://aws.github.io/secrets-store-csi-driver-provider-aws", version: "0.3.2", namespace: "kube-system", helm: "csi_secrets_store_provider_aws", module: "csi_secrets_store_provider_aws" },
  { addon: "smb_csi_driver", release: "csi-driver-smb", repository: "https://raw.githubusercontent.com/kubernetes-csi/csi-driver-smb/master/charts", version: "v1.9.0", namespace: "kube-system" },
  { addon: "spark_history_server", release: "spark-history-server", repository: "https://hyper-mesh.github.io/spark-history-server", version: "1.0.0", namespace: "spark-history-server", serviceAccount: "spark-history-server", policies: "spark_history_server" },
  { addon: "spark_k8s_operator", release: "spark-operator", repository: "https://googlecloudplatform.github.io/spark-on-k8s-operator", version: "1.1.26", makesNamespace: "module" },
  { addon: "strimzi_kafka_operator", release: "strimzi", chart: "strimzi-kafka-operator", repository: "https://strimzi.io/charts/", version: "0.31.1", namespace: "strimzi", makesNamespace: "helm" },
  { addon: "sysdig_agent", release: "sysdig", namespace: "sysdig", makesNamespace: "helm", never },
  tetrate("base", "istio-base"),
  tetrate("cni", "istio-cni"),
  tetrate("istiod", "istio-istiod"),
  tetrate("gateway", "istio-ingressgateway"),
  { addon: "thanos", release: "thanos", repository: bitnami, version: "11.6.4", namespace: "thanos", serviceAccount: "thanos", policies: "thanos" },
  { addon: "traefik", release: "traefik", repository: "https://helm.traefik.io/traefik", version: "18.1.0", makesNamespace: "module" },
  { addon: "vault", release: "vault", repository: hashicorp, namespace: "vault", makesNamespace: "helm" },
  { addon: "velero", release: "velero", repository: "https://vmware-tanzu.github.io/helm-charts/", version: "3.1.0", namespace: "velero", serviceAccount: "velero", accountValues: ["serviceAccount.server"], policies: "velero", never },
  { addon: "vpa", release: "vpa", repository: "https://charts.fairwinds.com/stable", version: "1.5.0", makesNamespace: "module" },
  { addon: "yunikorn", release: "yunikorn", repository: "https://apache.github.io/yunikorn-release", version: "1.1.0", namespace: "yunikorn", makesNamespace: "module" },
];
