/** Reads how much of a quota the account uses in addition to this cluster. */
import * as ec2 from "@aws-sdk/client-ec2";
import * as eks from "@aws-sdk/client-eks";
import { allPages } from "../../clients/aws/aws-pages";
import {
  callAws,
  clientSettings,
  type AwsResult,
  type AwsContext,
  type CallOptions,
} from "../../clients/aws/aws-client";
import { familyOf, isStandard } from "../../fleet/capacity/resource-demand";
import type { QuotaName } from "../../facts/aws/quotas";
import { clusterTag } from "../../config/resource-names";

interface UsageQuestion {
  readonly aws: AwsContext;
  /** Name of this cluster. Its own nodes do not count, because the need of the configuration includes them. */
  readonly cluster: string;
  /** Zones in which to count NAT gateways. The zone with the most counts. */
  readonly zones: readonly string[];
}

/** @returns undefined for a quota whose usage no API returns, such as Fargate's */
export async function quotaUsage(
  name: QuotaName,
  question: UsageQuestion,
): Promise<AwsResult<number | undefined>> {
  switch (name) {
    case "fargateVcpu":
      return { ok: true, value: undefined };
    case "vpcs":
      return count(question, "ec2:DescribeVpcs", (client, options) =>
        allPages(ec2.paginateDescribeVpcs({ client }, {}, options), (page) => page.Vpcs),
      );
    case "elasticIps":
      return count(question, "ec2:DescribeAddresses", async (client, options) => {
        const { Addresses = [] } = await client.send(new ec2.DescribeAddressesCommand({}), options);
        return Addresses;
      });
    case "natGateways":
      return natGateways(question);
    case "clusters":
      return clusters(question);
    case "spotVcpu":
    case "onDemandVcpu":
      return vcpu(question, name === "spotVcpu");
  }
}

async function count(
  { aws }: UsageQuestion,
  right: string,
  list: (client: ec2.EC2Client, options: CallOptions) => Promise<readonly unknown[]>,
): Promise<AwsResult<number>> {
  const client = new ec2.EC2Client(clientSettings(aws));
  return callAws(aws, right, async (options) => (await list(client, options)).length);
}

async function clusters({ aws }: UsageQuestion): Promise<AwsResult<number>> {
  const client = new eks.EKSClient(clientSettings(aws));
  return callAws(aws, "eks:ListClusters", async (options) => {
    const names = await allPages(eks.paginateListClusters({ client }, {}, options), (page) => page.clusters);
    return names.length;
  });
}

async function natGateways({ aws, zones }: UsageQuestion): Promise<AwsResult<number>> {
  const client = new ec2.EC2Client(clientSettings(aws));
  const Filter = [{ Name: "state", Values: ["pending", "available"] }];
  return callAws(aws, "ec2:DescribeNatGateways and ec2:DescribeSubnets", async (options) => {
    const gateways = await allPages(
      ec2.paginateDescribeNatGateways({ client }, { Filter }, options),
      (page) => page.NatGateways,
    );
    const SubnetIds = gateways.flatMap(({ SubnetId }) => SubnetId ?? []);
    if (SubnetIds.length === 0) return 0;
    const { Subnets = [] } = await client.send(
      new ec2.DescribeSubnetsCommand({ SubnetIds: [...new Set(SubnetIds)] }),
      options,
    );
    const zoneOf = new Map(Subnets.map(({ SubnetId, AvailabilityZone }) => [SubnetId, AvailabilityZone]));
    return Math.max(0, ...zones.map((zone) => SubnetIds.filter((id) => zoneOf.get(id) === zone).length));
  });
}

async function vcpu({ aws, cluster }: UsageQuestion, spot: boolean): Promise<AwsResult<number>> {
  const client = new ec2.EC2Client(clientSettings(aws));
  const Filters = [{ Name: "instance-state-name", Values: ["pending", "running"] }];
  return callAws(aws, "ec2:DescribeInstances", async (options) => {
    const reservations = await allPages(
      ec2.paginateDescribeInstances({ client }, { Filters }, options),
      (page) => page.Reservations,
    );
    return reservations
      .flatMap(({ Instances = [] }) => Instances)
      .filter(({ InstanceLifecycle }) => (InstanceLifecycle === "spot") === spot)
      .filter(({ InstanceType = "" }) => isStandard(familyOf(InstanceType)))
      .filter(({ Tags = [] }) => !Tags.some(({ Key }) => Key === clusterTag(cluster)))
      .reduce(
        (sum, { CpuOptions }) => sum + (CpuOptions?.CoreCount ?? 0) * (CpuOptions?.ThreadsPerCore ?? 1),
        0,
      );
  });
}
