/** The account that Terraform works in, looked up once per stack. */
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import type { TerraformStack } from "cdktf";

interface Account {
  readonly partition: string;
  readonly id: string;
}

export function account(stack: TerraformStack): Account {
  const partition = stack.node.tryFindChild("aws_partition") ?? new DataAwsPartition(stack, "aws_partition");
  const caller = stack.node.tryFindChild("aws_caller") ?? new DataAwsCallerIdentity(stack, "aws_caller");
  if (!(partition instanceof DataAwsPartition && caller instanceof DataAwsCallerIdentity)) {
    throw new Error("aws_partition and aws_caller are ids of the account's data sources");
  }
  partition.overrideLogicalId("current");
  caller.overrideLogicalId("current");
  return { partition: partition.partition, id: caller.accountId };
}
