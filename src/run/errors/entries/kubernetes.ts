/** The Kubernetes API cannot be reached, is not ready, or refuses a request. */
import { networkFailure, retry, stop, withKubernetes, type CatalogueEntry } from "../entry";

export const kubernetesErrors: readonly CatalogueEntry[] = [
  {
    id: "aws-auth-missing",
    matches: [/configmap "aws-auth" does not exist/i],
    stages: withKubernetes,
    cause:
      "The ConfigMap `aws-auth` does not exist yet: EKS creates it with the first Fargate profile or node group.",
    action: retry(
      6,
      20,
      "EKS creates the ConfigMap within seconds after a profile is active; two minutes are enough for a profile that is almost active.",
    ),
    fix: "If it persists, no profile is active (`aws eks list-fargate-profiles --cluster-name NAME` lists them): run `glrunner deploy eks`.",
    link: "https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2009",
    example: `Error: The configmap "aws-auth" does not exist

  with module.eks.kubernetes_config_map_v1_data.aws_auth[0],
  on .terraform/modules/eks/main.tf line 550, in resource "kubernetes_config_map_v1_data" "aws_auth":
 550: resource "kubernetes_config_map_v1_data" "aws_auth" {`,
  },
  {
    id: "cluster-unreachable",
    matches: [
      /\b(Get|Post|Put|Patch|Delete) "?https:\/\/[^"/\s]+\/(version|openapi|apis?\/?["?]|api\/v1|apis\/)/,
      networkFailure,
    ],
    stages: withKubernetes,
    cause:
      "This machine cannot connect to the cluster's endpoint: the endpoint is new or private, or the network failed.",
    action: retry(
      5,
      30,
      "DNS servers may need two minutes to resolve the name of a new endpoint; a network usually recovers in that time too.",
    ),
    fix: "If it persists: check that the endpoint is public and allows your address (`cluster.endpoint`), or use a machine inside the VPC. Then run `glrunner resume`.",
    link: "https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2369",
    example: `Error: Post "https://E52D2DF2817BC57208FE0DDC516209A5.sk1.us-east-2.eks.amazonaws.com/api/v1/namespaces/kube-system/configmaps": dial tcp 192.168.20.250:443: i/o timeout`,
  },
  {
    id: "cluster-not-configured",
    matches: [/http:\/\/(localhost|127\.0\.0\.1|\[::1\])\//, "connection refused"],
    stages: withKubernetes,
    cause:
      "The state contains no cluster, so the Kubernetes provider has no endpoint and tried to connect to this machine.",
    action: stop,
    fix: "Run `glrunner deploy eks`. If the cluster no longer exists, `glrunner destroy` skips the resources inside it.",
    link: "https://github.com/terraform-aws-modules/terraform-aws-eks/issues/911",
    example: `Error: Post "http://localhost/api/v1/namespaces/kube-system/configmaps": dial tcp 127.0.0.1:80: connect: connection refused`,
  },
  {
    id: "certificate-unknown",
    matches: [
      /x509: certificate (signed by unknown authority|has expired|is valid for)|tls: failed to verify certificate/,
    ],
    stages: "all",
    cause:
      "The certificate is not the expected one: a proxy decrypts TLS, or the cluster was created again with the same name.",
    action: stop,
    fix: "Behind a proxy: add its certificate authority to those of this system, or exempt `*.eks.amazonaws.com` and `*.amazonaws.com` from decryption. Then run `glrunner resume`.",
    link: "https://github.com/terraform-aws-modules/terraform-aws-eks/issues/1425",
    example: `Error: Get "https://E52D2DF2817BC57208FE0DDC516209A5.sk1.us-east-2.eks.amazonaws.com/api/v1/namespaces/kube-system/configmaps/aws-auth": tls: failed to verify certificate: x509: certificate signed by unknown authority`,
  },
  {
    id: "webhook-not-ready",
    matches: [
      "failed calling webhook",
      /no endpoints available for service|connection refused|i\/o timeout|context deadline exceeded/,
    ],
    stages: ["addons", "runners"],
    cause:
      "A controller has registered its webhook, but its pods are not ready yet; on Fargate they need about a minute.",
    action: retry(5, 30, "A Fargate pod is ready one to two minutes after its creation."),
    fix: "If it persists, the controller does not run: `kubectl -n karpenter describe pods` shows why. Fix the cause, then run `glrunner resume`.",
    link: "https://github.com/aws-ia/terraform-aws-eks-blueprints/issues/1786",
    example: `Error: default failed to run apply: error when creating "/tmp/886475097kubectl_manifest.yaml": Internal error occurred: failed calling webhook "defaulting.webhook.karpenter.k8s.aws": failed to call webhook: Post "https://karpenter.karpenter.svc:8443/?timeout=10s": no endpoints available for service "karpenter"`,
  },
  {
    id: "kind-not-known",
    matches: [
      /isn't valid for cluster, check the APIVersion and Kind|no matches for kind "[^"]+" in version/,
    ],
    stages: ["addons", "runners"],
    cause:
      "The cluster does not serve this kind yet: its definition is part of a chart that was just installed.",
    action: retry(
      3,
      20,
      "The API serves a definition within seconds of its installation; if a kind is unknown after a minute, the chart defines another version of it.",
    ),
    fix: "If it persists, the chart defines another API version: set a combination that `glrunner versions` lists, then run `glrunner deploy`.",
    link: "https://github.com/terraform-aws-modules/terraform-aws-eks/issues/3244",
    example: `Error: default failed to create kubernetes rest client for update of resource: resource [karpenter.k8s.aws/v1/EC2NodeClass] isn't valid for cluster, check the APIVersion and Kind fields are valid`,
  },
  {
    id: "kubernetes-forbidden",
    matches: [/is forbidden: User "[^"]*" cannot /],
    stages: withKubernetes,
    cause: "The cluster recognizes this identity, but does not allow its request.",
    action: stop,
    fix: "Add this identity to `system:masters` in `aws-auth`, or use the identity that created the cluster. Then run `glrunner resume`.",
    link: "https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html",
    example: `Error: configmaps "aws-auth" is forbidden: User "arn:aws:sts::123456789012:assumed-role/reader/me" cannot patch resource "configmaps" in API group "" in the namespace "kube-system"`,
  },
  {
    id: "namespace-going",
    matches: [/unable to create new content in namespace \S+ because it is being terminated/],
    stages: ["addons", "runners"],
    cause: "Kubernetes is still deleting a namespace of this name, after an earlier destroy.",
    action: retry(
      5,
      30,
      "Kubernetes usually deletes a namespace within five minutes, and part of that time has already passed.",
    ),
    fix: "If it persists: an object in the namespace has a finalizer that no controller removes; `kubectl get namespace NAME -o yaml` names the finalizer. Remove it from the object, then run `glrunner resume`.",
    link: "https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/",
    example: `Error: serviceaccounts "runner" is forbidden: unable to create new content in namespace gitlab-runner because it is being terminated`,
  },
];
