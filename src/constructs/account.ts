/** The AWS account that Terraform's credentials belong to, looked up once per stack. */
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import type { TerraformStack } from "cdktf";

interface Account {
  readonly partition: string;
  readonly id: string;
}

/** @throws when another construct of the stack has the id of one of these data sources */
export function account(stack: TerraformStack): Account {
  const partition = stack.node.tryFindChild("aws_partition") ?? new DataAwsPartition(stack, "aws_partition");
  if (!(partition instanceof DataAwsPartition)) throw new Error("aws_partition is the id of a data source");
  partition.overrideLogicalId("current");
  return { partition: partition.partition, id: callerAccount(stack) };
}

/** The id of the account that Terraform's credentials belong to. */
export function callerAccount(stack: TerraformStack): string {
  const caller = stack.node.tryFindChild("aws_caller") ?? new DataAwsCallerIdentity(stack, "aws_caller");
  if (!(caller instanceof DataAwsCallerIdentity)) throw new Error("aws_caller is the id of a data source");
  caller.overrideLogicalId("current");
  return caller.accountId;
}
