/** Namespace, service account and role of an add-on's controller, as the Blueprints module `irsa` creates them. */
import { providerPins } from "../../../../modules/pins";
import { first } from "../expressions";
import { innerModule } from "../stand-in";

const namespace = "${try(kubernetes_namespace_v1.irsa[0].metadata[0].name, var.kubernetes_namespace)}";
const makesSecret = "var.create_kubernetes_service_account && var.create_service_account_secret_token";
/** Some keys are expressions, so the policy cannot be plain JSON. */
const trust =
  '${jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Federated = var.eks_oidc_provider_arn }, Action = "sts:AssumeRoleWithWebIdentity", Condition = { StringLike = { "${local.issuer}:sub" = "system:serviceaccount:${var.kubernetes_namespace}:${var.kubernetes_service_account}", "${local.issuer}:aud" = "sts.amazonaws.com" } } }] })}';

export const irsaModule = innerModule(
  {
    kubernetes_namespace: { type: "string" },
    create_kubernetes_namespace: { type: "bool", default: true },
    create_kubernetes_service_account: { type: "bool", default: true },
    create_service_account_secret_token: { type: "bool", default: false },
    kubernetes_service_account: { type: "string" },
    irsa_iam_policies: { type: "list(string)", default: [] },
    irsa_iam_role_path: { type: "string", default: "/" },
    irsa_iam_permissions_boundary: { type: "string", default: "" },
    eks_oidc_provider_arn: { type: "string" },
    eks_cluster_id: { type: "string" },
    tags: { type: "map(string)", default: {} },
  },
  {
    providers: { aws: providerPins.aws.source, kubernetes: providerPins.kubernetes.source },
    locals: { issuer: '${replace(var.eks_oidc_provider_arn, "/^(.*provider/)/", "")}' },
    resource: {
      kubernetes_namespace_v1: {
        irsa: {
          count: '${var.create_kubernetes_namespace && var.kubernetes_namespace != "kube-system" ? 1 : 0}',
          metadata: { name: "${var.kubernetes_namespace}" },
          timeouts: { delete: "15m" },
          lifecycle: { ignore_changes: ["metadata[0].labels", "metadata[0].annotations"] },
        },
      },
      kubernetes_service_account_v1: {
        irsa: {
          count: "${var.create_kubernetes_service_account ? 1 : 0}",
          metadata: {
            name: "${var.kubernetes_service_account}",
            namespace,
            annotations: { "eks.amazonaws.com/role-arn": "${aws_iam_role.irsa[0].arn}" },
          },
          automount_service_account_token: true,
        },
      },
      kubernetes_secret_v1: {
        irsa: {
          count: `\${${makesSecret} ? 1 : 0}`,
          metadata: {
            name: "${var.kubernetes_service_account}-token-secret",
            namespace,
            annotations: {
              "kubernetes.io/service-account.name":
                "${kubernetes_service_account_v1.irsa[0].metadata[0].name}",
              "kubernetes.io/service-account.namespace": namespace,
            },
          },
          type: "kubernetes.io/service-account-token",
        },
      },
      aws_iam_role: {
        irsa: {
          // Every call here passes policies. The real module creates no role without them.
          count: 1,
          name: '${var.eks_cluster_id}-${trim(var.kubernetes_service_account, "-*")}-irsa',
          description: "AWS IAM Role for the Kubernetes service account ${var.kubernetes_service_account}.",
          assume_role_policy: trust,
          path: "${var.irsa_iam_role_path}",
          force_detach_policies: true,
          permissions_boundary: "${var.irsa_iam_permissions_boundary}",
          tags: "${var.tags}",
        },
      },
      aws_iam_role_policy_attachment: {
        irsa: {
          count: "${length(var.irsa_iam_policies)}",
          policy_arn: "${var.irsa_iam_policies[count.index]}",
          role: "${aws_iam_role.irsa[0].name}",
        },
      },
    },
    outputs: {
      irsa_iam_role_arn: "${aws_iam_role.irsa[0].arn}",
      irsa_iam_role_name: "${aws_iam_role.irsa[0].name}",
      namespace: "${try(kubernetes_namespace_v1.irsa[0].id, var.kubernetes_namespace)}",
      service_account: first("kubernetes_service_account_v1.irsa[0].id"),
    },
  },
);
