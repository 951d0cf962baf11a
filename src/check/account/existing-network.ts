/**
 * Checks whether EKS can use an existing VPC and its subnets: the DNS settings of the VPC, and the routes, zones, free
 * addresses and tags of the subnets. Read-only.
 *
 * Source: EKS user guide, "View Amazon EKS networking requirements for VPC and subnets"
 * (awsdocs/amazon-eks-user-guide latest/ug/networking/network-reqs.adoc, read 2026-11-30).
 */
import * as ec2 from "@aws-sdk/client-ec2";
import { DescribeClusterCommand, EKSClient } from "@aws-sdk/client-eks";
import type { Config, ExistingNetwork } from "../../config";
import { allPages } from "../../clients/aws/aws-pages";
import {
  callAws,
  clientSettings,
  isAwsCallFailure,
  orMissing,
  type AwsResult,
  type AwsContext,
  type AwsCallFailure,
} from "../../clients/aws/aws-client";
import { findingsOf, type Finding } from "../finding";
import type { Deployed } from "../options";
import { dnsFindings } from "./dns";
import { routeFindings } from "./routes";
import { subnetFindings } from "./subnets";

const finding = findingsOf("account");

/** No finding for a network that glrunner creates. */
export async function existingNetworkFindings(
  config: Config,
  aws: AwsContext | AwsCallFailure,
  deployed: Deployed,
): Promise<readonly Finding[]> {
  const { network } = config;
  if (network.kind !== "existing") return [];
  if (isAwsCallFailure(aws)) return [finding("unknown", "subnets", `network.existing: ${aws.reason}`)];
  const client = new ec2.EC2Client(clientSettings(aws));
  const [subnets, dns, tables, endpoints] = await Promise.all([
    readSubnets(aws, client, network),
    dnsFindings(aws, client, network.vpcId),
    readRouteTables(aws, client, network),
    readEndpoints(aws, client, network),
  ]);
  if (!subnets.ok) return [finding("unknown", "subnets", `subnets: ${subnets.failure.reason}`), ...dns];
  return [
    ...subnetFindings(config, network, subnets.value, deployed),
    ...dns,
    ...routeFindings(config, network, tables, endpoints),
  ];
}

/**
 * The errors that stop the first deploy into an existing network. A failed call to AWS stops nothing. Once the cluster
 * exists, nothing stops a deploy, since the cluster already uses the network.
 */
export async function networkErrors(config: Config, aws: AwsContext): Promise<readonly Finding[]> {
  if (config.network.kind !== "existing") return [];
  const client = new EKSClient(clientSettings(aws));
  const command = new DescribeClusterCommand({ name: config.name });
  const cluster = orMissing(
    await callAws(aws, "eks:DescribeCluster", (options) => client.send(command, options)),
  );
  if (!cluster.ok || cluster.value !== undefined) return [];
  const found = await existingNetworkFindings(config, aws, false);
  return found.filter(({ level }) => level === "error");
}

async function readSubnets(
  aws: AwsContext,
  client: ec2.EC2Client,
  { privateSubnetIds }: ExistingNetwork,
): Promise<AwsResult<readonly ec2.Subnet[]>> {
  const command = new ec2.DescribeSubnetsCommand({ SubnetIds: [...privateSubnetIds] });
  const answer = orMissing(
    await callAws(aws, "ec2:DescribeSubnets", (options) => client.send(command, options)),
  );
  return answer.ok ? { ok: true, value: answer.value?.Subnets ?? [] } : answer;
}

const inVpc = ({ vpcId }: ExistingNetwork) => [{ Name: "vpc-id", Values: [vpcId] }];

function readRouteTables(
  aws: AwsContext,
  client: ec2.EC2Client,
  network: ExistingNetwork,
): Promise<AwsResult<readonly ec2.RouteTable[]>> {
  const Filters = inVpc(network);
  return callAws(aws, "ec2:DescribeRouteTables", (options) =>
    allPages(ec2.paginateDescribeRouteTables({ client }, { Filters }, options), (page) => page.RouteTables),
  );
}

/** @returns names of services, such as `com.amazonaws.eu-west-1.s3` */
function readEndpoints(
  aws: AwsContext,
  client: ec2.EC2Client,
  network: ExistingNetwork,
): Promise<AwsResult<readonly string[]>> {
  const Filters = inVpc(network);
  return callAws(aws, "ec2:DescribeVpcEndpoints", async (options) => {
    const found = await allPages(
      ec2.paginateDescribeVpcEndpoints({ client }, { Filters }, options),
      (page) => page.VpcEndpoints,
    );
    return found.flatMap(({ ServiceName }) => ServiceName ?? []);
  });
}
