/**
 * The permissions that Karpenter 1.x needs beyond the policy of the pinned add-ons module, above all to terminate the nodes
 * that it launched. The module allows that only by a `Name` tag that Karpenter no longer sets, so Karpenter would launch
 * nodes and never remove them. Source: Karpenter v1.14.1 cloudformation.yaml, without the permissions to manage instance
 * profiles (2026-11).
 */
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import type { TerraformStack } from "cdktf";
import type { Config } from "../../config/config";
import { account } from "../account";
import { resourceTags } from "../tags";
import { clusterTag, iamNames } from "../../config/resource-names";

export function karpenterPolicy(stack: TerraformStack, config: Config): IamPolicy {
  const { partition, id } = account(stack);
  const ec2 = `arn:${partition}:ec2:${config.region}`;
  const statements = [
    {
      Sid: "TerminateOwned",
      Effect: "Allow",
      Action: "ec2:TerminateInstances",
      Resource: `${ec2}:${id}:instance/*`,
      Condition: {
        StringEquals: { [`aws:ResourceTag/${clusterTag(config.name)}`]: "owned" },
        StringLike: { "aws:ResourceTag/karpenter.sh/nodepool": "*" },
      },
    },
    {
      Sid: "Snapshots",
      Effect: "Allow",
      Action: ["ec2:RunInstances", "ec2:CreateFleet"],
      Resource: `${ec2}::snapshot/*`,
    },
    {
      Sid: "Describe",
      Effect: "Allow",
      Action: [
        "ec2:DescribeInstanceStatus",
        "ec2:DescribeCapacityReservations",
        "ec2:DescribePlacementGroups",
      ],
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestedRegion": config.region } },
    },
    { Sid: "ListProfiles", Effect: "Allow", Action: "iam:ListInstanceProfiles", Resource: "*" },
    {
      Sid: "GetProfiles",
      Effect: "Allow",
      Action: "iam:GetInstanceProfile",
      Resource: `arn:${partition}:iam::${id}:instance-profile/*`,
    },
    {
      // The first Spot request of an account creates this role.
      Sid: "SpotServiceLinkedRole",
      Effect: "Allow",
      Action: "iam:CreateServiceLinkedRole",
      Resource: `arn:${partition}:iam::${id}:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot`,
      Condition: { StringEquals: { "iam:AWSServiceName": "spot.amazonaws.com" } },
    },
  ];
  return new IamPolicy(stack, "karpenter_v1", {
    name: iamNames(config.name).karpenterV1Policy,
    description: "What Karpenter 1.x needs beyond the add-ons module's policy",
    policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
    tags: resourceTags(config),
  });
}
