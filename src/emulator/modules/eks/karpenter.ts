/**
 * Stand-in for the karpenter submodule of the eks module: role and instance profile of the nodes that Karpenter launches,
 * and, unless disabled, the queue of interruption warnings and a role for the controller.
 */
import { providerPins } from "../../../../modules/pins";
import { interfaces } from "../../../../modules/recorded-interface";
import { computeRole } from "../compute-role";
import { accountData, dnsSuffix, first, instances, nameOrPrefix, policy, when } from "../expressions";
import { interruptionQueue, queueOutputs } from "../interruption-queue";
import { standIn } from "../stand-in";
import { karpenterSubmoduleName } from "../../../config/resource-names";

const ownName = karpenterSubmoduleName("${var.cluster_name}");
const role = computeRole({
  service: `ec2.${dnsSuffix}`,
  sid: "EKSNodeAssumeRole",
  name: `coalesce(var.iam_role_name, "${ownName}")`,
  policies: ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryReadOnly"],
});
const queue = interruptionQueue({
  condition: "local.enable_spot_termination",
  cluster: "var.cluster_name",
  name: `\${coalesce(var.queue_name, "${ownName}")}`,
  tags: "var.tags",
  variables: "queue",
  descriptions: {
    health_event: "Karpenter interrupt - AWS health event",
    spot_interupt: "Karpenter interrupt - EC2 spot instance interruption warning",
    instance_rebalance: "Karpenter interrupt - EC2 instance rebalance recommendation",
    instance_state_change: "Karpenter interrupt - EC2 instance state-change notification",
  },
});

/** The controller's role, for users without the add-ons module, which creates its own. */
const controller = {
  role: {
    count: when("local.create_irsa"),
    ...nameOrPrefix("local.irsa_name", "var.irsa_use_name_prefix"),
    path: "${var.irsa_path}",
    description: "${var.irsa_description}",
    assume_role_policy: policy({
      Effect: "Allow",
      Action: "sts:AssumeRoleWithWebIdentity",
      Principal: { Federated: "${var.irsa_oidc_provider_arn}" },
    }),
    tags: "${merge(var.tags, var.irsa_tags)}",
  },
  policy: {
    count: when("local.create_irsa"),
    name_prefix: "${local.irsa_name}-",
    path: "${var.irsa_path}",
    policy: policy({ Effect: "Allow", Action: "ec2:Describe*", Resource: "*" }),
    tags: "${var.tags}",
  },
};

const ofProfile = (attribute: string) => first(`aws_iam_instance_profile.this[0].${attribute}`);

export const eksKarpenterFiles = standIn(interfaces["eks-karpenter"], {
  providers: { aws: providerPins.aws.source },
  locals: {
    ...role.locals,
    ...queue.locals,
    create_irsa: "${var.create && var.create_irsa}",
    enable_spot_termination: "${var.create && var.enable_spot_termination}",
    irsa_name: '${coalesce(var.irsa_name, "KarpenterIRSA-${var.cluster_name}")}',
  },
  data: accountData,
  resource: {
    ...queue.resource,
    aws_iam_role: { this: role.aws_iam_role, irsa: controller.role },
    aws_iam_role_policy_attachment: {
      ...role.aws_iam_role_policy_attachment,
      irsa: {
        count: when("local.create_irsa"),
        role: "${aws_iam_role.irsa[0].name}",
        policy_arn: "${aws_iam_policy.irsa[0].arn}",
      },
      irsa_additional: {
        for_each: instances("var.policies", "local.create_irsa"),
        role: "${aws_iam_role.irsa[0].name}",
        policy_arn: "${each.value}",
      },
    },
    aws_iam_policy: { irsa: controller.policy },
    aws_iam_instance_profile: {
      this: {
        count: when("var.create && var.create_instance_profile"),
        ...nameOrPrefix("local.iam_role_name", "var.iam_role_use_name_prefix"),
        path: "${var.iam_role_path}",
        role: '${var.create_iam_role ? aws_iam_role.this[0].name : replace(var.iam_role_arn, "/^(.*role/)/", "")}',
        tags: "${merge(var.tags, var.iam_role_tags)}",
      },
    },
  },
  outputs: {
    ...queueOutputs("queue"),
    instance_profile_arn: ofProfile("arn"),
    instance_profile_id: ofProfile("id"),
    instance_profile_name: ofProfile("name"),
    instance_profile_unique: ofProfile("unique_id"),
    irsa_arn: first("aws_iam_role.irsa[0].arn"),
    irsa_name: first("aws_iam_role.irsa[0].name"),
    irsa_unique_id: first("aws_iam_role.irsa[0].unique_id"),
    role_arn: "${try(aws_iam_role.this[0].arn, var.iam_role_arn)}",
    role_name: first("aws_iam_role.this[0].name"),
    role_unique_id: first("aws_iam_role.this[0].unique_id"),
  },
});
