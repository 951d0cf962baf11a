/** The clients of the AWS services in which adoption searches. Each is created when it is first used. */
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { EC2Client } from "@aws-sdk/client-ec2";
import { EKSClient } from "@aws-sdk/client-eks";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { AwsAccess } from "../../clients/aws/aws-access";
import { bucketTags } from "../../clients/aws/s3-bucket";

export { allPages, tagsOf } from "../../clients/aws/aws-pages";

/** One client for each service. */
export interface AwsClients {
  readonly ec2: () => EC2Client;
  readonly eks: () => EKSClient;
  readonly events: () => EventBridgeClient;
  readonly iam: () => IAMClient;
  readonly kms: () => KMSClient;
  readonly logs: () => CloudWatchLogsClient;
  readonly sqs: () => SQSClient;
  /** Undefined if the bucket does not exist. */
  readonly bucketTags: (bucket: string) => Promise<Readonly<Record<string, string>> | undefined>;
}

/** Creates no client yet: a search of one service should not load the others. */
export function awsClients(access: AwsAccess): AwsClients {
  return {
    ec2: once(() => new EC2Client(access)),
    eks: once(() => new EKSClient(access)),
    events: once(() => new EventBridgeClient(access)),
    iam: once(() => new IAMClient(access)),
    kms: once(() => new KMSClient(access)),
    logs: once(() => new CloudWatchLogsClient(access)),
    sqs: once(() => new SQSClient(access)),
    bucketTags: (bucket) => bucketTags(access, bucket),
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly it: T } | undefined;
  return () => (made ??= { it: make() }).it;
}
