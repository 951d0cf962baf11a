/** Parts of the network: which are adopted, under which id, and which are left alone. */
import { describe, expect, it } from "vitest";
import { ec2Answer, tagSet, type XmlContent } from "../../../support/aws-xml";
import { others, own, suffix, useScriptedAdoption } from "./scripted-adoption";

const { aws, find } = useScriptedAdoption();

/** EC2 lists these resources. */
function lists(operation: string, set: string, ...items: readonly XmlContent[]): void {
  aws().answers.set(operation, ec2Answer(operation, { [set]: items }));
}
const filters = (operation: string) =>
  aws()
    .asked(operation)
    .map((input) => [input["Filter.1.Name"], input["Filter.1.Value.1"]]);

interface Part {
  readonly type: string;
  readonly operation: string;
  readonly set: string;
  /** What the plan says of it, apart from its tags. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The element of its id, and what EC2 says of it, apart from its tags. */
  readonly idElement: string;
  readonly described: Readonly<Record<string, XmlContent>>;
}

const vpc_id = "vpc-1";
const parts: readonly Part[] = [
  {
    ...{ type: "aws_vpc", operation: "DescribeVpcs", set: "vpcSet", idElement: "vpcId" },
    values: { cidr_block: "10.0.0.0/16" },
    described: { cidrBlock: "10.0.0.0/16" },
  },
  {
    ...{ type: "aws_subnet", operation: "DescribeSubnets", set: "subnetSet", idElement: "subnetId" },
    values: { vpc_id, cidr_block: "10.0.1.0/24", availability_zone: "us-west-2a" },
    described: { cidrBlock: "10.0.1.0/24", availabilityZone: "us-west-2a", availabilityZoneId: "usw2-az1" },
  },
  {
    ...{ type: "aws_internet_gateway", operation: "DescribeInternetGateways", set: "internetGatewaySet" },
    ...{ idElement: "internetGatewayId", values: { vpc_id }, described: {} },
  },
  {
    ...{ type: "aws_route_table", operation: "DescribeRouteTables", set: "routeTableSet" },
    ...{ idElement: "routeTableId", values: { vpc_id }, described: {} },
  },
  {
    ...{ type: "aws_eip", operation: "DescribeAddresses", set: "addressesSet", idElement: "allocationId" },
    ...{ values: {}, described: {} },
  },
  {
    ...{ type: "aws_nat_gateway", operation: "DescribeNatGateways", set: "natGatewaySet" },
    ...{ idElement: "natGatewayId", values: { subnet_id: "subnet-1" }, described: { state: "available" } },
  },
  {
    ...{ type: "aws_security_group", operation: "DescribeSecurityGroups", set: "securityGroupInfo" },
    ...{ idElement: "groupId", values: { vpc_id, name_prefix: "node-" } },
    described: { groupName: `node-${suffix}` },
  },
  {
    ...{ type: "aws_vpc_endpoint", operation: "DescribeVpcEndpoints", set: "vpcEndpointSet" },
    ...{
      idElement: "vpcEndpointId",
      values: { vpc_id, service_name: "s3" },
      described: { state: "available" },
    },
  },
  {
    ...{ type: "aws_launch_template", operation: "DescribeLaunchTemplates", set: "launchTemplates" },
    ...{ idElement: "launchTemplateId", values: { name_prefix: "system-" } },
    described: { launchTemplateName: `system-${suffix}` },
  },
];

describe.each(parts)("$type", ({ type, operation, set, values, idElement, described }) => {
  const planned = { ...values, tags_all: { Name: "ci", ...own } };
  const item = (id: string, tags: Readonly<Record<string, string>>, more: object = {}) => ({
    ...{ [idElement]: id, tagSet: tagSet(tags) },
    ...described,
    ...more,
  });

  it("is adopted when it alone has every planned tag", async () => {
    lists(operation, set, item("id-1", { Name: "ci", ...own, Owner: "me" }), item("id-2", { Name: "ci" }));
    expect(await find(type, planned)).toMatchObject({ is: "owned", id: "id-1" });
  });

  it("is left alone when it has the tags of another cluster", async () => {
    lists(operation, set, item("id-1", { Name: "ci", ...others }));
    expect(await find(type, planned)).toEqual({ is: "absent" });
  });

  it("is reported when two have every planned tag", async () => {
    lists(operation, set, item("id-1", planned.tags_all), item("id-2", planned.tags_all));
    expect(await find(type, planned)).toMatchObject({ is: "ambiguous", found: ["id-1", "id-2"] });
  });

  it("is reported when no planned tag names the cluster", async () => {
    lists(operation, set, item("id-1", { Name: "ci" }));
    const unproven = { ...values, tags_all: { Name: "ci" } };
    expect(await find(type, unproven)).toMatchObject({ is: "ambiguous", found: ["id-1"] });
  });

  it("is not adopted twice", async () => {
    lists(operation, set, item("id-1", planned.tags_all));
    expect(await find(type, planned, ["id-1"])).toEqual({ is: "absent" });
  });

  it("is absent when EC2 lists none, and waits for unknown tags", async () => {
    lists(operation, set);
    expect(await find(type, planned)).toEqual({ is: "absent" });
    expect(await find(type, values)).toMatchObject({ is: "undecided" });
  });

  it("is not taken for absent when EC2 refuses the list", async () => {
    await expect(find(type, planned)).rejects.toThrow();
  });

  const unlike: Readonly<Record<string, readonly Readonly<Record<string, XmlContent>>[]>> = {
    aws_vpc: [{ cidrBlock: "10.1.0.0/16" }],
    aws_subnet: [{ cidrBlock: "10.0.2.0/24" }, { availabilityZone: "us-west-2b" }],
    aws_internet_gateway: [{ attachmentSet: [{ vpcId: "vpc-2" }] }],
    aws_route_table: [{ associationSet: [{ main: true }] }],
    aws_nat_gateway: [{ state: "deleted" }, { state: "failed" }, { state: "deleting" }],
    aws_security_group: [{ groupName: "node-of-somebody" }],
    aws_vpc_endpoint: [{ state: "deleted" }, { state: "Deleting" }],
    aws_launch_template: [{ launchTemplateName: `other-${suffix}` }],
  };
  it.each(unlike[type] ?? [])("is another resource with %j, whatever its tags", async (more) => {
    lists(operation, set, item("id-1", planned.tags_all, more));
    expect(await find(type, planned)).toEqual({ is: "absent" });
  });
});

const tags_all = { Name: "ci", ...own };
const tagged = { tagSet: tagSet(tags_all) };

describe("the search in EC2", () => {
  it.each(["aws_subnet", "aws_route_table", "aws_security_group", "aws_vpc_endpoint"])(
    "asks for %s of the planned VPC only",
    async (type) => {
      const { operation = "", set = "", values = {} } = parts.find((part) => part.type === type) ?? {};
      lists(operation, set);
      await find(type, { ...values, tags_all });
      expect(filters(operation)).toEqual([["vpc-id", "vpc-1"]]);
    },
  );

  it.each(parts.filter(({ type, values }) => type !== "aws_vpc" && Object.keys(values).length > 0))(
    "for $type waits for what identifies it",
    async ({ type, operation }) => {
      expect(await find(type, { tags_all })).toMatchObject({ is: "undecided" });
      expect(aws().asked(operation)).toEqual([]);
    },
  );

  it("reads every page", async () => {
    aws().answers.set("DescribeVpcs", ({ NextToken }) => {
      const item = { vpcId: NextToken === "more" ? "vpc-2" : "vpc-1", cidrBlock: "10.0.0.0/16" };
      if (NextToken === "more") return ec2Answer("DescribeVpcs", { vpcSet: [{ ...item, ...tagged }] });
      return ec2Answer("DescribeVpcs", { vpcSet: [item], nextToken: "more" });
    });
    const values = { cidr_block: "10.0.0.0/16", tags_all };
    expect(await find("aws_vpc", values)).toMatchObject({ is: "owned", id: "vpc-2" });
  });
});

describe("a subnet", () => {
  it("may be planned by the id of its zone", async () => {
    const described = { subnetId: "subnet-1", cidrBlock: "10.0.1.0/24", availabilityZoneId: "usw2-az1" };
    lists("DescribeSubnets", "subnetSet", { ...described, ...tagged });
    const values = { vpc_id, cidr_block: "10.0.1.0/24", tags_all };
    const zone = (id: string) => find("aws_subnet", { ...values, availability_zone_id: id });
    expect(await zone("usw2-az1")).toMatchObject({ is: "owned" });
    expect(await zone("usw2-az2")).toEqual({ is: "absent" });
  });
});

describe("an internet gateway", () => {
  it.each([[[]], [[{ vpcId: "vpc-1" }]]])("is adopted with the attachments %j", async (attachmentSet) => {
    const described = { internetGatewayId: "igw-1", attachmentSet, ...tagged };
    lists("DescribeInternetGateways", "internetGatewaySet", described);
    expect(await find("aws_internet_gateway", { vpc_id, tags_all })).toMatchObject({ is: "owned" });
  });
});

describe("a NAT gateway", () => {
  it("is waited for while it is created", async () => {
    const described = { natGatewayId: "nat-1", state: "pending", ...tagged };
    lists("DescribeNatGateways", "natGatewaySet", described);
    const ownership = await find("aws_nat_gateway", { subnet_id: "subnet-1", tags_all });
    expect(ownership).toMatchObject({ is: "transitioning", found: "nat-1" });
    expect(filters("DescribeNatGateways")).toEqual([["subnet-id", "subnet-1"]]);
  });
});

describe("a route", () => {
  const values = { route_table_id: "rtb-1", destination_cidr_block: "0.0.0.0/0" };
  const routes = (...destinations: readonly string[]) => ({
    routeTableId: "rtb-1",
    routeSet: destinations.map((destinationCidrBlock) => ({ destinationCidrBlock })),
  });

  it("is adopted from the cluster's own table", async () => {
    lists("DescribeRouteTables", "routeTableSet", routes("10.0.0.0/16", "0.0.0.0/0"));
    expect(await find("aws_route", values)).toMatchObject({ is: "owned", id: "rtb-1_0.0.0.0/0" });
    expect(filters("DescribeRouteTables")).toEqual([["route-table-id", "rtb-1"]]);
  });

  it("is absent without its destination, and without its table", async () => {
    lists("DescribeRouteTables", "routeTableSet", routes("10.0.0.0/16"));
    expect(await find("aws_route", values)).toEqual({ is: "absent" });
    lists("DescribeRouteTables", "routeTableSet");
    expect(await find("aws_route", values)).toEqual({ is: "absent" });
  });

  it("is absent, not that of an IPv6 route, when its destination is no IPv4 block", async () => {
    lists("DescribeRouteTables", "routeTableSet", { routeTableId: "rtb-1", routeSet: [{}] });
    expect(await find("aws_route", { route_table_id: "rtb-1" })).toEqual({ is: "absent" });
  });

  it("is undecided while its table is unknown", async () => {
    expect(await find("aws_route", { destination_cidr_block: "0.0.0.0/0" })).toMatchObject({
      is: "undecided",
    });
  });
});

describe("the association of a subnet with a route table", () => {
  const type = "aws_route_table_association";
  const values = { subnet_id: "subnet-1", route_table_id: "rtb-1" };

  it("is adopted when it leads to the planned table", async () => {
    lists("DescribeRouteTables", "routeTableSet", { routeTableId: "rtb-1" });
    expect(await find(type, values)).toMatchObject({ is: "owned", id: "subnet-1/rtb-1" });
    expect(filters("DescribeRouteTables")).toEqual([["association.subnet-id", "subnet-1"]]);
  });

  it("is reported when it leads to another table", async () => {
    lists("DescribeRouteTables", "routeTableSet", { routeTableId: "rtb-2" });
    expect(await find(type, values)).toMatchObject({ is: "ambiguous", found: ["rtb-2"] });
  });

  it("is absent, or undecided while one of the two is unknown", async () => {
    lists("DescribeRouteTables", "routeTableSet");
    expect(await find(type, values)).toEqual({ is: "absent" });
    expect(await find(type, { subnet_id: "subnet-1" })).toMatchObject({ is: "undecided" });
    expect(await find(type, { route_table_id: "rtb-1" })).toMatchObject({ is: "undecided" });
  });
});
