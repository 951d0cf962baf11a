/** Checks whether a resource with a fixed name exists in AWS. */
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as eks from "@aws-sdk/client-eks";
import * as iam from "@aws-sdk/client-iam";
import * as kms from "@aws-sdk/client-kms";
import * as sqs from "@aws-sdk/client-sqs";
import { allPages } from "../../clients/aws/aws-pages";
import { callAws, clientSettings, type AwsResult, type AwsContext } from "../../clients/aws/aws-client";
import type { Caller } from "./credentials";
import type { FixedName } from "./fixed-names";

/**
 * @returns true, or undefined for a free name. Some services return an error for a free name: pass the result to
 * `orMissing`.
 */
export function resourceExists(
  { kind, name }: FixedName,
  aws: AwsContext,
  caller: Caller,
): Promise<AwsResult<true | undefined>> {
  const settings = clientSettings(aws);
  switch (kind) {
    case "cluster":
      return callAws(aws, "eks:DescribeCluster", async (options) => {
        await new eks.EKSClient(settings).send(new eks.DescribeClusterCommand({ name }), options);
        return true as const;
      });
    case "log group":
      return logGroup(name, aws);
    case "KMS alias":
      return alias(name, aws);
    case "role":
      return callAws(aws, "iam:GetRole", async (options) => {
        await new iam.IAMClient(settings).send(new iam.GetRoleCommand({ RoleName: name }), options);
        return true as const;
      });
    case "policy":
      return callAws(aws, "iam:GetPolicy", async (options) => {
        const PolicyArn = policyArn(name, caller);
        await new iam.IAMClient(settings).send(new iam.GetPolicyCommand({ PolicyArn }), options);
        return true as const;
      });
    case "queue":
      return callAws(aws, "sqs:GetQueueUrl", async (options) => {
        await new sqs.SQSClient(settings).send(new sqs.GetQueueUrlCommand({ QueueName: name }), options);
        return true as const;
      });
  }
}

/** ARN of a policy without a path. */
export function policyArn(name: string, { partition, accountId }: Caller): string {
  return `arn:${partition}:iam::${accountId}:policy/${name}`;
}

function logGroup(name: string, aws: AwsContext): Promise<AwsResult<true | undefined>> {
  const client = new logs.CloudWatchLogsClient(clientSettings(aws));
  return callAws(aws, "logs:DescribeLogGroups", async (options) => {
    const { logGroups = [] } = await client.send(
      new logs.DescribeLogGroupsCommand({ logGroupNamePrefix: name }),
      options,
    );
    return logGroups.some(({ logGroupName }) => logGroupName === name) || undefined;
  });
}

/** Not DescribeKey: the policy of the key can deny it, and it finds no alias that has no key. */
function alias(name: string, aws: AwsContext): Promise<AwsResult<true | undefined>> {
  const client = new kms.KMSClient(clientSettings(aws));
  return callAws(aws, "kms:ListAliases", async (options) => {
    const aliases = await allPages(kms.paginateListAliases({ client }, {}, options), (page) => page.Aliases);
    return aliases.some(({ AliasName }) => AliasName === name) || undefined;
  });
}
