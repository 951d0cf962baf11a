/** A VPC of another team with the names, routes and tags that EKS needs. glrunner must not change it. */
import * as ec2 from "@aws-sdk/client-ec2";
import { expect } from "vitest";
import type { Emulator } from "../../src/emulator";
import { clientSettings } from "../../src/emulator/aws/clients";
import { dummyAccessKeyId } from "../../src/emulator/home";
import { region } from "./option-runners";

interface CompanyNetwork {
  readonly vpcId: string;
  readonly privateSubnetIds: readonly [string, string];
}

const clientOf = ({ aws }: Emulator) =>
  new ec2.EC2Client(clientSettings({ url: aws.url, region, accessKeyId: dummyAccessKeyId }));

export async function createNetwork(emulator: Emulator): Promise<CompanyNetwork> {
  const client = clientOf(emulator);
  const { Vpc } = await client.send(new ec2.CreateVpcCommand({ CidrBlock: "10.9.0.0/16" }));
  const VpcId = Vpc?.VpcId ?? "";
  await client.send(new ec2.ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));
  const subnet = async (zone: string, CidrBlock: string, tag: string) => {
    const made = new ec2.CreateSubnetCommand({
      ...{ VpcId, CidrBlock, AvailabilityZone: `${region}${zone}` },
      TagSpecifications: [{ ResourceType: "subnet", Tags: [{ Key: tag, Value: "1" }] }],
    });
    return (await client.send(made)).Subnet?.SubnetId ?? "";
  };
  const internal = "kubernetes.io/role/internal-elb";
  const privateSubnetIds = [
    await subnet("a", "10.9.0.0/20", internal),
    await subnet("b", "10.9.16.0/20", internal),
  ] as const;
  const open = await subnet("a", "10.9.32.0/24", "kubernetes.io/role/elb");
  const { InternetGateway } = await client.send(new ec2.CreateInternetGatewayCommand({}));
  const { InternetGatewayId } = InternetGateway ?? {};
  await client.send(new ec2.AttachInternetGatewayCommand({ VpcId, InternetGatewayId }));
  const { AllocationId } = await client.send(new ec2.AllocateAddressCommand({ Domain: "vpc" }));
  const { NatGateway } = await client.send(new ec2.CreateNatGatewayCommand({ SubnetId: open, AllocationId }));
  await route(client, VpcId, [open], { GatewayId: InternetGatewayId });
  await route(client, VpcId, privateSubnetIds, { NatGatewayId: NatGateway?.NatGatewayId });
  return { vpcId: VpcId, privateSubnetIds };
}

async function route(
  client: ec2.EC2Client,
  VpcId: string,
  subnets: readonly string[],
  to: Pick<ec2.CreateRouteCommandInput, "GatewayId" | "NatGatewayId">,
): Promise<void> {
  const { RouteTable } = await client.send(new ec2.CreateRouteTableCommand({ VpcId }));
  const { RouteTableId } = RouteTable ?? {};
  await client.send(new ec2.CreateRouteCommand({ RouteTableId, DestinationCidrBlock: "0.0.0.0/0", ...to }));
  for (const SubnetId of subnets) {
    await client.send(new ec2.AssociateRouteTableCommand({ RouteTableId, SubnetId }));
  }
}

/** Everything that EC2 returns about the VPC. A later call must return exactly the same. */
export async function describeNetwork(emulator: Emulator, { vpcId: VpcId }: CompanyNetwork): Promise<object> {
  const client = clientOf(emulator);
  const Filters = [{ Name: "vpc-id", Values: [VpcId] }];
  const { Vpcs } = await client.send(new ec2.DescribeVpcsCommand({ VpcIds: [VpcId] }));
  const { Subnets } = await client.send(new ec2.DescribeSubnetsCommand({ Filters }));
  const { RouteTables } = await client.send(new ec2.DescribeRouteTablesCommand({ Filters }));
  const { SecurityGroups } = await client.send(new ec2.DescribeSecurityGroupsCommand({ Filters }));
  const { EnableDnsHostnames } = await client.send(
    new ec2.DescribeVpcAttributeCommand({ VpcId, Attribute: "enableDnsHostnames" }),
  );
  expect([Subnets?.length, RouteTables?.length]).toEqual([3, 3]);
  return { Vpcs, Subnets, RouteTables, SecurityGroups, EnableDnsHostnames };
}
