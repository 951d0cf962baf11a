/**
 * The Karpenter add-on of the Blueprints: the controller's chart, its role and policies, and the queue
 * `karpenter-<cluster>` with its rules. Settings are merged shallowly, so the caller's `values` replace those below.
 */
import { charts, providerPins, versionSets } from "../../../../modules/pins";
import { accountData } from "../expressions";
import { interruptionQueue, queueActions, queueOutputs } from "../interruption-queue";
import { innerModule } from "../stand-in";
import { releaseOutputs } from "./helm-addon";
import { iamNames, interruptionQueueName } from "../../../config/resource-names";

const queue = interruptionQueue({
  condition: "var.enable_spot_termination",
  cluster: "var.addon_context.eks_cluster_id",
  name: interruptionQueueName("${var.addon_context.eks_cluster_id}"),
  tags: "var.addon_context.tags",
  variables: "sqs_queue",
  descriptions: {
    health_event: "Karpenter Interrupt - AWS health event for EC2",
    spot_interupt: "Karpenter Interrupt - A spot interruption warning was triggered for the node",
    instance_rebalance: "Karpenter Interrupt - A spot rebalance recommendation was triggered for the node",
    instance_state_change: "Karpenter interrupt - EC2 instance state-change notification",
  },
  details: {
    health_event: { service: ["EC2"] },
    instance_state_change: { state: ["stopping", "terminated", "shutting-down", "stopped"] },
  },
});

const context = (name: string) => `\${var.addon_context.${name}}`;
const [partition, region, account] = [
  context("aws_partition_id"),
  context("aws_region_name"),
  context("aws_caller_identity_account_id"),
];
const ec2 = `arn:${partition}:ec2:${region}`;

const describe = [
  "AvailabilityZones",
  "Images",
  "Instances",
  "InstanceTypeOfferings",
  "InstanceTypes",
  "LaunchTemplates",
  "SecurityGroups",
  "SpotPriceHistory",
  "Subnets",
].map((what) => `ec2:Describe${what}`);

const policyDocument = {
  statement: [
    { sid: "AllowEc2DescribeActions", actions: describe, resources: ["*"] },
    {
      sid: "AllowEc2Actions",
      actions: [
        "CreateFleet",
        "CreateLaunchTemplate",
        "CreateTags",
        "DeleteLaunchTemplate",
        "RunInstances",
      ].map((action) => `ec2:${action}`),
      resources: [`${ec2}:${account}:*`, `${ec2}::image/*`],
    },
    {
      sid: "AllowPassRole",
      actions: ["iam:PassRole"],
      resources: [`arn:${partition}:iam::${account}:role/*`],
    },
    { sid: "AllowGetPrice", actions: ["pricing:GetProducts"], resources: ["*"] },
    {
      sid: "AllowGetParameters",
      actions: ["ssm:GetParameter"],
      resources: [`arn:${partition}:ssm:${region}::parameter/*`],
    },
    {
      actions: ["eks:DescribeCluster"],
      resources: [`arn:${partition}:eks:*:${account}:cluster/${context("eks_cluster_id")}`],
    },
    {
      // Karpenter no longer sets this tag, so glrunner adds a policy of its own.
      sid: "ConditionalEC2Termination",
      actions: ["ec2:TerminateInstances"],
      resources: [`${ec2}:${account}:instance/*`],
      condition: { test: "StringLike", variable: "ec2:ResourceTag/Name", values: ["*karpenter*"] },
    },
  ],
  dynamic: {
    statement: {
      for_each: "${var.enable_spot_termination ? [1] : []}",
      content: { actions: queueActions, resources: ["${aws_sqs_queue.this[0].arn}"] },
    },
  },
};

const values = `settings:
  aws:
    clusterName: ${context("eks_cluster_id")}
    clusterEndpoint: ${context("aws_eks_cluster_endpoint")}
    defaultInstanceProfile: \${var.node_iam_instance_profile}
    interruptionQueueName: \${try(aws_sqs_queue.this[0].name, "")}
`;

export const karpenterModule = innerModule(
  {
    helm_config: { type: "any", default: {} },
    irsa_policies: { type: "list(string)", default: [] },
    manage_via_gitops: { type: "bool", default: false },
    node_iam_instance_profile: { type: "string", default: "" },
    enable_spot_termination: { type: "bool", default: false },
    addon_context: { type: "any" },
    sqs_queue_managed_sse_enabled: { type: "bool", default: true },
    sqs_queue_kms_master_key_id: { type: "string", default: null },
    sqs_queue_kms_data_key_reuse_period_seconds: { type: "number", default: null },
    rule_name_prefix: { type: "string", default: "" },
  },
  {
    providers: { aws: providerPins.aws.source },
    locals: {
      ...queue.locals,
      service_account: '${try(var.helm_config.service_account, "karpenter")}',
      defaults: {
        name: "karpenter",
        chart: "karpenter",
        repository: charts.karpenter.repository,
        version: versionSets.tutorial.karpenter,
        namespace: "karpenter",
        values: [values],
        description: "karpenter Helm Chart for Node Autoscaling",
      },
      helm_config: "${merge(local.defaults, var.helm_config)}",
    },
    data: {
      aws_partition: accountData.aws_partition,
      aws_iam_policy_document: { karpenter: policyDocument },
    },
    resource: {
      ...queue.resource,
      aws_iam_policy: {
        karpenter: {
          name: iamNames(context("eks_cluster_id")).karpenterPolicy,
          description: "IAM Policy for Karpenter",
          policy: "${data.aws_iam_policy_document.karpenter.json}",
        },
      },
    },
    module: {
      helm_addon: {
        source: "../helm-addon",
        manage_via_gitops: "${var.manage_via_gitops}",
        helm_config: "${local.helm_config}",
        set_values: [
          { name: "serviceAccount.name", value: "${local.service_account}" },
          { name: "serviceAccount.create", value: "false" },
        ],
        irsa_config: {
          kubernetes_namespace: '${local.helm_config["namespace"]}',
          kubernetes_service_account: "${local.service_account}",
          create_kubernetes_namespace: '${try(local.helm_config["create_namespace"], true)}',
          create_service_account_secret_token:
            '${try(local.helm_config["create_service_account_secret_token"], false)}',
          irsa_iam_policies: "${concat([aws_iam_policy.karpenter.arn], var.irsa_policies)}",
        },
        addon_context: "${var.addon_context}",
      },
    },
    outputs: { ...queueOutputs("sqs_queue"), ...releaseOutputs("module.helm_addon", true) },
  },
);
