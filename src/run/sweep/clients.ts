/** One client of each service that holds resources of a cluster. */
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { EC2Client } from "@aws-sdk/client-ec2";
import { EKSClient } from "@aws-sdk/client-eks";
import { ElasticLoadBalancingClient } from "@aws-sdk/client-elastic-load-balancing";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { AwsAccess } from "../../clients/aws/aws-access";

export { allPages, tagsOf } from "../../clients/aws/aws-pages";

/** The clients, by service. */
export type SweepClients = ReturnType<typeof sweepClients>;

/** The caller closes them with `closeClients`. */
export function sweepClients(access: AwsAccess, region: string) {
  const settings = { ...access, region };
  return {
    ec2: new EC2Client(settings),
    eks: new EKSClient(settings),
    classic: new ElasticLoadBalancingClient(settings),
    elb: new ElasticLoadBalancingV2Client(settings),
    events: new EventBridgeClient(settings),
    iam: new IAMClient(settings),
    kms: new KMSClient(settings),
    logs: new CloudWatchLogsClient(settings),
    sqs: new SQSClient(settings),
  };
}

/** Closes the connections, which would otherwise keep the process alive. */
export function closeClients(clients: SweepClients): void {
  for (const client of Object.values(clients)) client.destroy();
}

/** Batches of 20, the maximum of Elastic Load Balancing for one request for tags. */
export function inTwenties<T>(items: readonly T[]): T[][] {
  const size = 20;
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
