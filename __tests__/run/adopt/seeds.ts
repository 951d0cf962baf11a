/** Things of a cluster, made in an emulated account as the AWS provider makes them: same names, same tags. */
import * as ec2 from "@aws-sdk/client-ec2";
import * as eks from "@aws-sdk/client-eks";
import type { ClientSettings } from "../../../src/emulator/aws/clients";
import type { AdoptResult, Candidate } from "../../../src/run/adopt";

export const region = "us-west-2";

type Tags = Readonly<Record<string, string>>;

export const mark = (cluster: string) => ({ Owner: "ci", "glrunner/cluster": cluster });

let endings = 0;
/** As Terraform completes a prefix. */
export const ending = () => `2026112414095501${(endings++).toString(16).padStart(10, "0")}`;

export const planned = (
  type: string,
  values: Readonly<Record<string, unknown>>,
  address = `${type}.this`,
): Candidate => ({ address, type, values });

export const pairs = (tags: Tags) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** Address to import id. */
export const found = ({ imports }: AdoptResult) => Object.fromEntries(imports.map(({ to, id }) => [to, id]));

export function given(id: string | undefined): string {
  if (id === undefined) throw new Error("AWS gave no id");
  return id;
}

const tagged = (ResourceType: ec2.ResourceType, tags: Tags) => ({
  TagSpecifications: [{ ResourceType, Tags: pairs(tags) }],
});

/** As the vpc module makes it: one zone, and a gateway of each kind. The internet gateway is not attached yet. */
export async function seedNetwork(settings: ClientSettings, cluster: string) {
  const client = new ec2.EC2Client(settings);
  const tags = (Name: string) => ({ Name, ...mark(cluster) });
  const { Vpc } = await client.send(
    new ec2.CreateVpcCommand({ CidrBlock: "10.0.0.0/16", ...tagged("vpc", tags(cluster)) }),
  );
  const VpcId = given(Vpc?.VpcId);
  const { Subnet } = await client.send(
    new ec2.CreateSubnetCommand({
      VpcId,
      CidrBlock: "10.0.48.0/24",
      AvailabilityZone: `${region}a`,
      ...tagged("subnet", tags(`${cluster}-public-${region}a`)),
    }),
  );
  const { InternetGateway } = await client.send(
    new ec2.CreateInternetGatewayCommand(tagged("internet-gateway", tags(cluster))),
  );
  const { RouteTable } = await client.send(
    new ec2.CreateRouteTableCommand({ VpcId, ...tagged("route-table", tags(`${cluster}-public`)) }),
  );
  const zonal = tags(`${cluster}-${region}a`);
  const { AllocationId } = await client.send(
    new ec2.AllocateAddressCommand({ Domain: "vpc", ...tagged("elastic-ip", zonal) }),
  );
  const subnet = given(Subnet?.SubnetId);
  const { NatGateway } = await client.send(
    new ec2.CreateNatGatewayCommand({ SubnetId: subnet, AllocationId, ...tagged("natgateway", zonal) }),
  );
  return {
    vpc: VpcId,
    subnet,
    gateway: given(InternetGateway?.InternetGatewayId),
    table: given(RouteTable?.RouteTableId),
    address: given(AllocationId),
    nat: given(NatGateway?.NatGatewayId),
  };
}

export type Made = Partial<Awaited<ReturnType<typeof seedNetwork>>>;

/** What the plan wants in a network of which it knows this. */
export function plannedParts(cluster: string, made: Made): Candidate[] {
  const { vpc: vpc_id, subnet: subnet_id, table: route_table_id } = made;
  const tags_all = (Name: string) => ({ Name, ...mark(cluster) });
  return [
    planned("aws_subnet", {
      vpc_id,
      cidr_block: "10.0.48.0/24",
      availability_zone: `${region}a`,
      tags_all: tags_all(`${cluster}-public-${region}a`),
    }),
    planned("aws_internet_gateway", { vpc_id, tags_all: tags_all(cluster) }),
    planned("aws_route_table", { vpc_id, tags_all: tags_all(`${cluster}-public`) }),
    planned("aws_nat_gateway", { subnet_id, tags_all: tags_all(`${cluster}-${region}a`) }),
    planned("aws_route", { route_table_id, destination_cidr_block: "0.0.0.0/0" }),
    planned("aws_route_table_association", { subnet_id, route_table_id }),
  ];
}

const roleArn = "arn:aws:iam::123456789012:role/any";

export async function seedCluster(settings: ClientSettings, name: string, subnet: string): Promise<void> {
  const resourcesVpcConfig = { subnetIds: [subnet] };
  const client = new eks.EKSClient(settings);
  await client.send(new eks.CreateClusterCommand({ name, roleArn, tags: mark(name), resourcesVpcConfig }));
}

/** A profile, the add-on coredns, and a node group, whose name is given back. */
export async function seedParts(
  settings: ClientSettings,
  clusterName: string,
  subnet: string,
  fargateProfileName: string,
): Promise<string> {
  const client = new eks.EKSClient(settings);
  const own = { clusterName, tags: mark(clusterName) };
  const subnets = [subnet];
  const nodegroupName = `system-${ending()}`;
  await client.send(
    new eks.CreateFargateProfileCommand({
      ...own,
      fargateProfileName,
      podExecutionRoleArn: roleArn,
      subnets,
      selectors: [{ namespace: "kube-system" }],
    }),
  );
  await client.send(new eks.CreateAddonCommand({ ...own, addonName: "coredns" }));
  await client.send(new eks.CreateNodegroupCommand({ ...own, nodegroupName, nodeRole: roleArn, subnets }));
  return nodegroupName;
}
