/**
 * Durations in seconds for work without an earlier run, and the dependencies between resource types; read 2026-11-23.
 * Low and high are the extremes in the sources, so that a duration that varies a lot is shown as a wide range.
 */
export type Action = "create" | "update" | "delete" | "other";

interface DurationRow {
  readonly type: string;
  readonly action: Action;
  readonly low: number;
  readonly typical: number;
  readonly high: number;
  readonly source: string;
}

/** A whole apply on AWS with the modules `vpc` and `eks`, 69 resources, each with its duration. */
const applyLog = "github.com/ignvb/devsu-devops-assessment@f669acc299e2:IaC/Apply_output.md";
const addOnChain = "github.com/terraform-aws-modules/terraform-aws-eks/pull/3218";
const destroyLab = "github.com/awsandy/awstflab1:cleanup/README.md";
/** Public logs on GitHub: about ten for each type, found by `complete after`. */
const publicLogs = "github.com/search?type=code&q=%22complete+after%22+aws_eks_cluster";
const fargateCreate = "github.com/aws/containers-roadmap/issues/2392";
const fargateDelete = `${fargateCreate}, github.com/terraform-aws-modules/terraform-aws-eks/issues/1610`;
const queueWait =
  "github.com/hashicorp/terraform-provider-aws/issues/27393, github.com/sivchari/kumo/issues/607";
const addOnWait = "github.com/aws-ia/terraform-aws-eks-blueprints/issues/642";
/** The AWS provider waits for a fixed time, even if AWS answers at once. */
const emulated = "measured against an emulated AWS: docs/emulator.md";
/** The provider gives up after five minutes unless the configuration sets another timeout. */
const helmTimeout = "registry.terraform.io/providers/hashicorp/helm/latest/docs/resources/release";

const row = (
  type: string,
  action: Action,
  [low, typical, high]: readonly [number, number, number],
  source: string,
): DurationRow => ({ type, action, low, typical, high, source });

const slow: readonly DurationRow[] = [
  row("aws_eks_cluster", "create", [500, 610, 690], `${applyLog}, ${addOnChain}, ${publicLogs}`),
  row("aws_eks_cluster", "delete", [70, 205, 560], `${destroyLab}, ${publicLogs}`),
  // Five minutes and more in 2024, half a minute in 2025.
  row("aws_eks_fargate_profile", "create", [25, 120, 345], fargateCreate),
  row("aws_eks_fargate_profile", "delete", [95, 120, 600], fargateDelete),
  row("aws_eks_node_group", "create", [80, 110, 225], `${applyLog}, ${publicLogs}`),
  row("aws_eks_node_group", "delete", [250, 300, 380], publicLogs),
  row("aws_eks_addon", "create", [10, 60, 900], addOnWait),
  row("aws_eks_addon", "delete", [7, 9, 60], publicLogs),
  row("aws_nat_gateway", "create", [85, 107, 125], `${applyLog}, ${publicLogs}`),
  row("aws_nat_gateway", "delete", [37, 56, 94], publicLogs),
  row("aws_vpc", "create", [11, 14, 25], `${applyLog}, ${emulated}`),
  row("aws_subnet", "create", [1, 2, 12], applyLog),
  row("aws_kms_key", "create", [12, 20, 30], `${applyLog}, ${emulated}`),
  row("aws_sqs_queue", "create", [25, 26, 40], queueWait),
  row("aws_sqs_queue", "delete", [45, 46, 90], emulated),
  row("aws_sqs_queue_policy", "create", [25, 26, 40], emulated),
  row("aws_security_group_rule", "create", [1, 4, 9], applyLog),
  row("helm_release", "create", [30, 60, 300], `${applyLog}, ${helmTimeout}`),
  row("helm_release", "update", [5, 30, 300], helmTimeout),
  row("helm_release", "delete", [1, 10, 300], helmTimeout),
];

/** Types whose creation, update and deletion each take a few seconds. */
const quickTypes = [
  "aws_cloudwatch_dashboard",
  "aws_cloudwatch_event_rule",
  "aws_cloudwatch_event_target",
  "aws_cloudwatch_log_group",
  "aws_cloudwatch_log_metric_filter",
  "aws_cloudwatch_metric_alarm",
  "aws_default_network_acl",
  "aws_default_route_table",
  "aws_default_security_group",
  "aws_ec2_tag",
  "aws_eip",
  "aws_iam_instance_profile",
  "aws_iam_openid_connect_provider",
  "aws_iam_policy",
  "aws_iam_role",
  "aws_iam_role_policy",
  "aws_iam_role_policy_attachment",
  "aws_internet_gateway",
  "aws_kms_alias",
  "aws_kms_key",
  "aws_launch_template",
  "aws_route",
  "aws_route_table",
  "aws_route_table_association",
  "aws_s3_bucket",
  "aws_s3_bucket_lifecycle_configuration",
  "aws_s3_bucket_public_access_block",
  "aws_s3_bucket_server_side_encryption_configuration",
  "aws_security_group",
  "aws_security_group_rule",
  "aws_sqs_queue",
  "aws_sqs_queue_policy",
  "aws_subnet",
  "aws_vpc",
  "kubectl_manifest",
  "kubernetes_config_map",
  "kubernetes_config_map_v1",
  "kubernetes_config_map_v1_data",
  "kubernetes_cron_job_v1",
  "kubernetes_namespace_v1",
  "kubernetes_role_binding_v1",
  "kubernetes_role_v1",
  "kubernetes_secret_v1",
  "kubernetes_service_account_v1",
] as const;

const quick = quickTypes.flatMap((type) =>
  (["create", "update", "delete"] as const).map((action) => row(type, action, [0, 1, 5], applyLog)),
);

/** The first matching row applies. */
export const durations: readonly DurationRow[] = [...slow, ...quick];

/** For types that are not in the table. Most of them are quick, but some are not. */
export const unknownDuration = { low: 0, typical: 5, high: 180 } as const;

/** Terraform's own `-parallelism`. Source: developer.hashicorp.com/terraform/cli/commands/apply */
export const parallel = 10;

/**
 * EKS changes only one of these at a time in a cluster. The AWS provider holds the others back, although Terraform
 * reports that they have started. Source: docs.aws.amazon.com/eks/latest/APIReference/API_DeleteFargateProfile.html,
 * github.com/hashicorp/terraform/issues/25059.
 */
export const oneAtATime: readonly string[] = ["aws_eks_fargate_profile"];

/** The creation of each key waits for its values, and the deletion the other way round. From the pinned modules. */
export const waitsFor: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    aws_subnet: ["aws_vpc"],
    aws_nat_gateway: ["aws_vpc", "aws_subnet", "aws_eip"],
    aws_eks_cluster: ["aws_vpc", "aws_subnet", "aws_kms_key"],
    aws_eks_fargate_profile: ["aws_eks_cluster"],
    aws_eks_node_group: ["aws_eks_cluster"],
    aws_eks_addon: ["aws_eks_cluster", "aws_eks_fargate_profile", "aws_eks_node_group"],
    aws_sqs_queue_policy: ["aws_sqs_queue"],
    helm_release: ["aws_eks_cluster", "aws_eks_fargate_profile", "aws_eks_node_group", "aws_sqs_queue"],
    kubectl_manifest: ["helm_release"],
  }),
);

/** The steps around the work of a stage. Source: measured with the real modules on two cores, 2026-11. */
export const stepDurations = {
  init: { low: 5, typical: 10, high: 90 },
  plan: { low: 5, typical: 25, high: 60 },
  // How long a person needs for a review cannot be estimated.
  review: { low: 0, typical: 0, high: 0 },
  apply: { low: 0, typical: 0, high: 0 },
  destroy: { low: 0, typical: 0, high: 0 },
  health: { low: 0, typical: 5, high: 60 },
  sweep: { low: 2, typical: 15, high: 120 },
} as const;

/** The slow resources of each stage, used until the stage is planned. From the default configuration. */
export const typicalWork: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    vpc: ["aws_vpc", "aws_subnet", "aws_nat_gateway"],
    eks: ["aws_kms_key", "aws_eks_cluster", "aws_eks_fargate_profile"],
    addons: [
      "aws_sqs_queue",
      "aws_sqs_queue_policy",
      "aws_eks_addon",
      "aws_eks_addon",
      "aws_eks_addon",
      "helm_release",
      "kubectl_manifest",
    ],
    runners: ["kubernetes_namespace_v1", "helm_release"],
  }),
);
