import { beforeEach, describe, expect, it } from "vitest";
import { ec2Rows } from "../../../../src/emulator/aws/inventory/ec2";
import { tagSet } from "../../../support/aws-xml";
import { useScriptedInventory } from "./scripted-inventory";

const { access, ec2 } = useScriptedInventory();
const named = { tagSet: tagSet({ Name: "ci", a: "1" }) };
const brief = async () =>
  (await ec2Rows(access())).map(({ kind, id, name }) => [kind, id, ...(name === undefined ? [] : [name])]);

const lists = [
  ["DescribeSubnets", "subnetSet", "subnet", "subnetId"],
  ["DescribeInternetGateways", "internetGatewaySet", "internet gateway", "internetGatewayId"],
  ["DescribeNatGateways", "natGatewaySet", "NAT gateway", "natGatewayId"],
  ["DescribeRouteTables", "routeTableSet", "route table", "routeTableId"],
  ["DescribeSecurityGroups", "securityGroupInfo", "security group", "groupId"],
  ["DescribeAddresses", "addressesSet", "elastic IP", "allocationId"],
  ["DescribeNetworkInterfaces", "networkInterfaceSet", "network interface", "networkInterfaceId"],
  ["DescribeLaunchTemplates", "launchTemplates", "launch template", "launchTemplateId"],
] as const;

/** An account with the default VPC that each account has, and nothing else. */
beforeEach(() => {
  ec2("DescribeVpcs", "vpcSet", { vpcId: "vpc-0", isDefault: true });
  for (const [operation, set] of lists) ec2(operation, set);
  ec2("DescribeInstances", "reservationSet");
});

describe("the inventory of EC2", () => {
  it("is empty for a new account", async () => {
    ec2("DescribeSubnets", "subnetSet", { subnetId: "s", vpcId: "vpc-0" });
    ec2("DescribeRouteTables", "routeTableSet", { routeTableId: "r", vpcId: "vpc-0" });
    ec2("DescribeSecurityGroups", "securityGroupInfo", { groupId: "g", vpcId: "vpc-0" });
    ec2("DescribeNetworkInterfaces", "networkInterfaceSet", { networkInterfaceId: "e", vpcId: "vpc-0" });
    ec2("DescribeInternetGateways", "internetGatewaySet", {
      ...{ internetGatewayId: "i", attachmentSet: [{ vpcId: "vpc-0" }] },
    });
    expect(await brief()).toEqual([]);
  });

  it("has each VPC with its tags, and with the tag Name for its name", async () => {
    ec2("DescribeVpcs", "vpcSet", { vpcId: "vpc-0", isDefault: true }, { vpcId: "vpc-1", ...named });
    expect(await ec2Rows(access())).toEqual([
      { service: "ec2", kind: "vpc", id: "vpc-1", name: "ci", tags: { Name: "ci", a: "1" } },
    ]);
  });

  it.each(lists)("has what %s lists in %s as %s", async (operation, set, kind, idElement) => {
    ec2(operation, set, { [idElement]: "id-1", vpcId: "vpc-1", ...named });
    expect(await brief()).toEqual([[kind, "id-1", "ci"]]);
  });

  it("has the own names of groups and templates, and the ones that wait for a VPC", async () => {
    ec2("DescribeSecurityGroups", "securityGroupInfo", { groupId: "g", groupName: "node", ...named });
    ec2("DescribeLaunchTemplates", "launchTemplates", { launchTemplateId: "l", launchTemplateName: "t" });
    ec2("DescribeInternetGateways", "internetGatewaySet", { internetGatewayId: "i" });
    expect(await brief()).toEqual([
      ["internet gateway", "i"],
      ["security group", "g", "node"],
      ["launch template", "l", "t"],
    ]);
  });

  it("leaves out what is deleted and still listed", async () => {
    const state = (name: string) => ({ natGatewayId: name, state: name });
    ec2("DescribeNatGateways", "natGatewaySet", state("available"), state("deleted"), state("deleting"));
    const instances = ["running", "terminated", "stopped"].map((name) => ({
      ...{ instanceId: name, instanceState: { name } },
    }));
    ec2("DescribeInstances", "reservationSet", { instancesSet: instances });
    expect((await brief()).map(([, id]) => id)).toEqual(["available", "deleting", "running", "stopped"]);
  });
});
