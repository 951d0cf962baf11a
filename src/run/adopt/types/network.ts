/**
 * The network. Its resources have no names, so the search uses their tags, their VPC and properties such as the CIDR
 * block.
 *
 * Source of the import ids: documentation of each type of the AWS provider, section Import. They are the ids of EC2,
 * except `<table>_<destination>` for a route and `<subnet>/<table>` for an association.
 */
import * as ec2 from "@aws-sdk/client-ec2";
import { allPages, tagsOf } from "../aws-clients";
import { textOf, type Candidate } from "../candidate";
import {
  absent,
  ambiguous,
  ownershipByTags,
  nameTest,
  owned,
  undecided,
  type Search,
  type FoundResource,
} from "../ownership";
import { find, nothing, upsert, type AdoptRows, type Find } from "./row";

/** Searches in the VPC that the plan names. */
function inVpc(list: (search: Search, vpc: ec2.Filter) => Promise<readonly FoundResource[]>): Find {
  return async (search) => {
    const vpc = textOf(search.candidate, "vpc_id");
    if (vpc === undefined) return undecided("its VPC");
    return ownershipByTags(search, await list(search, { Name: "vpc-id", Values: [vpc] }));
  };
}

const vpc: Find = async (search) => {
  const found = await allPages(
    ec2.paginateDescribeVpcs({ client: search.aws.ec2() }, {}),
    (page) => page.Vpcs,
  );
  return ownershipByTags(
    search,
    found
      .filter(({ CidrBlock }) => CidrBlock === textOf(search.candidate, "cidr_block"))
      .map(({ VpcId, Tags }) => foundResource(VpcId, Tags)),
  );
};

const subnet = inVpc(async ({ aws, candidate }, Filter) => {
  const found = await allPages(
    ec2.paginateDescribeSubnets({ client: aws.ec2() }, { Filters: [Filter] }),
    (page) => page.Subnets,
  );
  return found
    .filter(
      ({ CidrBlock, AvailabilityZone, AvailabilityZoneId }) =>
        CidrBlock === textOf(candidate, "cidr_block") &&
        plannedOrUnset(candidate, "availability_zone", AvailabilityZone) &&
        plannedOrUnset(candidate, "availability_zone_id", AvailabilityZoneId),
    )
    .map(({ SubnetId, Tags }) => foundResource(SubnetId, Tags));
});

/** Includes a gateway that no VPC has yet: the apply attaches it. */
const internetGateway: Find = async (search) => {
  const vpcId = textOf(search.candidate, "vpc_id");
  if (vpcId === undefined) return undecided("its VPC");
  const found = await allPages(
    ec2.paginateDescribeInternetGateways({ client: search.aws.ec2() }, {}),
    (page) => page.InternetGateways,
  );
  return ownershipByTags(
    search,
    found
      .filter(({ Attachments = [] }) => Attachments.every(({ VpcId }) => VpcId === vpcId))
      .map(({ InternetGatewayId, Tags }) => foundResource(InternetGatewayId, Tags)),
  );
};

const routeTable = inVpc(async ({ aws }, Filter) => {
  const found = await allPages(
    ec2.paginateDescribeRouteTables({ client: aws.ec2() }, { Filters: [Filter] }),
    (page) => page.RouteTables,
  );
  return found
    .filter(({ Associations = [] }) => !Associations.some(({ Main }) => Main === true))
    .map(({ RouteTableId, Tags }) => foundResource(RouteTableId, Tags));
});

const address: Find = async (search) => {
  const { Addresses = [] } = await search.aws.ec2().send(new ec2.DescribeAddressesCommand({}));
  return ownershipByTags(
    search,
    Addresses.map(({ AllocationId, Tags }) => foundResource(AllocationId, Tags)),
  );
};

/** EC2 still lists a failed or deleted gateway for an hour. It costs nothing and is not adopted. */
const natGateway: Find = async (search) => {
  const subnetId = textOf(search.candidate, "subnet_id");
  if (subnetId === undefined) return undecided("its subnet");
  const found = await allPages(
    ec2.paginateDescribeNatGateways(
      { client: search.aws.ec2() },
      { Filter: [{ Name: "subnet-id", Values: [subnetId] }] },
    ),
    (page) => page.NatGateways,
  );
  return ownershipByTags(
    search,
    found
      .filter(({ State }) => State === "available" || State === "pending")
      .map(({ NatGatewayId, Tags, State }) => ({
        ...foundResource(NatGatewayId, Tags),
        ...(State === "pending" && { transitioning: State }),
      })),
  );
};

/** The route table that the plan names; undefined if it does not exist. */
async function tableOf({ aws, candidate }: Search): Promise<ec2.RouteTable | "unknown" | undefined> {
  const id = textOf(candidate, "route_table_id");
  if (id === undefined) return "unknown";
  const filter = { Name: "route-table-id", Values: [id] };
  const { RouteTables = [] } = await aws
    .ec2()
    .send(new ec2.DescribeRouteTablesCommand({ Filters: [filter] }));
  return RouteTables[0];
}

/** The cluster owns the table and so each route in it. The apply sets the target of the route. */
const route: Find = async (search) => {
  const table = await tableOf(search);
  if (table === "unknown") return undecided("its route table");
  const destination = textOf(search.candidate, "destination_cidr_block");
  const found = table?.Routes?.find(({ DestinationCidrBlock }) => DestinationCidrBlock === destination);
  if (found === undefined || destination === undefined) return absent;
  return owned(
    { id: `${table?.RouteTableId ?? ""}_${destination}`, tags: {} },
    "the destination in the cluster's table",
  );
};

const association: Find = async (search) => {
  const { candidate, aws } = search;
  const [subnetId, tableId] = [textOf(candidate, "subnet_id"), textOf(candidate, "route_table_id")];
  if (subnetId === undefined || tableId === undefined) return undecided("its subnet or its route table");
  const filter = { Name: "association.subnet-id", Values: [subnetId] };
  const { RouteTables = [] } = await aws
    .ec2()
    .send(new ec2.DescribeRouteTablesCommand({ Filters: [filter] }));
  const [table] = RouteTables;
  if (table === undefined) return absent;
  if (table.RouteTableId === tableId) {
    return owned({ id: `${subnetId}/${tableId}`, tags: {} }, "the cluster's subnet and route table");
  }
  const other = { id: table.RouteTableId ?? "" };
  return ambiguous([other], "the subnet is associated with another route table");
};

const securityGroup: Find = async (search) => {
  const { candidate, aws } = search;
  const [vpcId, test] = [textOf(candidate, "vpc_id"), nameTest(candidate)];
  if (vpcId === undefined) return undecided("its VPC");
  if (test === undefined) return undecided("its name");
  const found = await allPages(
    ec2.paginateDescribeSecurityGroups(
      { client: aws.ec2() },
      { Filters: [{ Name: "vpc-id", Values: [vpcId] }] },
    ),
    (page) => page.SecurityGroups,
  );
  const named = found.filter(({ GroupName = "" }) => test.matches(GroupName));
  return ownershipByTags(
    search,
    named.map(({ GroupId, Tags }) => foundResource(GroupId, Tags)),
  );
};

const launchTemplate: Find = async (search) => {
  const test = nameTest(search.candidate);
  if (test === undefined) return undecided("its name");
  const found = await allPages(
    ec2.paginateDescribeLaunchTemplates({ client: search.aws.ec2() }, {}),
    (page) => page.LaunchTemplates,
  );
  const named = found.filter(({ LaunchTemplateName = "" }) => test.matches(LaunchTemplateName));
  return ownershipByTags(
    search,
    named.map(({ LaunchTemplateId, Tags }) => foundResource(LaunchTemplateId, Tags)),
  );
};

/** A VPC has at most one endpoint with private DNS names for each service. */
const endpoint: Find = async (search) => {
  const [vpcId, service] = [textOf(search.candidate, "vpc_id"), textOf(search.candidate, "service_name")];
  if (vpcId === undefined || service === undefined) return undecided("its VPC");
  const Filters = [
    { Name: "vpc-id", Values: [vpcId] },
    { Name: "service-name", Values: [service] },
  ];
  const found = await allPages(
    ec2.paginateDescribeVpcEndpoints({ client: search.aws.ec2() }, { Filters }),
    (page) => page.VpcEndpoints,
  );
  return ownershipByTags(
    search,
    found
      .filter(({ State }) => State?.toLowerCase() !== "deleted" && State?.toLowerCase() !== "deleting")
      .map(({ VpcEndpointId, Tags }) => foundResource(VpcEndpointId, Tags)),
  );
};

function foundResource(id = "", tags: readonly ec2.Tag[] = []): FoundResource {
  return { id, tags: tagsOf(tags) };
}

/** Whether the plan sets the attribute to this value, or not at all. */
function plannedOrUnset(candidate: Candidate, attribute: string, actual: string | undefined): boolean {
  const planned = textOf(candidate, attribute);
  return planned === undefined || planned === actual;
}

const ofEveryVpc = "AWS creates it with every VPC, and the Terraform resource takes it over";

export const networkRows: AdoptRows = {
  aws_vpc: find(vpc),
  aws_subnet: find(subnet),
  aws_internet_gateway: find(internetGateway),
  aws_eip: find(address),
  aws_nat_gateway: find(natGateway),
  aws_route_table: find(routeTable),
  aws_route: find(route),
  aws_route_table_association: find(association),
  aws_security_group: find(securityGroup),
  aws_vpc_endpoint: find(endpoint),
  aws_launch_template: find(launchTemplate),
  aws_ec2_tag: upsert("CreateTags sets an existing tag"),
  aws_default_network_acl: nothing(ofEveryVpc),
  aws_default_route_table: nothing(ofEveryVpc),
  aws_default_security_group: nothing(ofEveryVpc),
};
