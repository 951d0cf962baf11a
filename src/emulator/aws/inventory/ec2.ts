/**
 * Lists the network resources and instances of an account, without terminated instances and without the default VPC that
 * every account has.
 */
import * as ec2 from "@aws-sdk/client-ec2";
import { allPages, tagsOf, type TagPair } from "../../../clients/aws/aws-pages";
import { clientSettings, type EmulatedAccess } from "../clients";
import type { InventoryKind, InventoryRow } from "./row";

export async function ec2Rows(access: EmulatedAccess): Promise<InventoryRow[]> {
  const client = new ec2.EC2Client(clientSettings(access));
  const use = { client };
  const vpcs = await allPages(ec2.paginateDescribeVpcs(use, {}), (page) => page.Vpcs);
  const defaults = new Set(vpcs.filter(({ IsDefault }) => IsDefault).map(({ VpcId }) => VpcId));
  const own = ({ VpcId }: { readonly VpcId?: string }) => VpcId === undefined || !defaults.has(VpcId);
  const rows = await Promise.all([
    allPages(ec2.paginateDescribeSubnets(use, {}), (page) => page.Subnets).then((subnets) =>
      subnets.filter(own).map(({ SubnetId, Tags }) => row("subnet", SubnetId, Tags)),
    ),
    allPages(ec2.paginateDescribeInternetGateways(use, {}), (page) => page.InternetGateways).then(
      (gateways) =>
        gateways
          .filter(({ Attachments = [] }) => Attachments.every(own))
          .map(({ InternetGatewayId, Tags }) => row("internet gateway", InternetGatewayId, Tags)),
    ),
    allPages(ec2.paginateDescribeNatGateways(use, {}), (page) => page.NatGateways).then((gateways) =>
      gateways
        .filter(({ State }) => State !== "deleted")
        .map(({ NatGatewayId, Tags }) => row("NAT gateway", NatGatewayId, Tags)),
    ),
    allPages(ec2.paginateDescribeRouteTables(use, {}), (page) => page.RouteTables).then((tables) =>
      tables.filter(own).map(({ RouteTableId, Tags }) => row("route table", RouteTableId, Tags)),
    ),
    allPages(ec2.paginateDescribeSecurityGroups(use, {}), (page) => page.SecurityGroups).then((groups) =>
      groups
        .filter(own)
        .map(({ GroupId, Tags, GroupName }) => row("security group", GroupId, Tags, GroupName)),
    ),
    client
      .send(new ec2.DescribeAddressesCommand({}))
      .then(({ Addresses = [] }) =>
        Addresses.map(({ AllocationId, Tags }) => row("elastic IP", AllocationId, Tags)),
      ),
    allPages(ec2.paginateDescribeNetworkInterfaces(use, {}), (page) => page.NetworkInterfaces).then(
      (interfaces) =>
        interfaces
          .filter(own)
          .map(({ NetworkInterfaceId, TagSet }) => row("network interface", NetworkInterfaceId, TagSet)),
    ),
    allPages(ec2.paginateDescribeInstances(use, {}), (page) => page.Reservations).then((reservations) =>
      reservations
        .flatMap(({ Instances = [] }) => Instances)
        .filter(({ State }) => State?.Name !== "terminated")
        .map(({ InstanceId, Tags }) => row("instance", InstanceId, Tags)),
    ),
    allPages(ec2.paginateDescribeLaunchTemplates(use, {}), (page) => page.LaunchTemplates).then((templates) =>
      templates.map(({ LaunchTemplateId, Tags, LaunchTemplateName }) =>
        row("launch template", LaunchTemplateId, Tags, LaunchTemplateName),
      ),
    ),
  ]);
  return [...vpcs.filter(own).map(({ VpcId, Tags }) => row("vpc", VpcId, Tags)), ...rows.flat()];
}

function row(
  kind: InventoryKind<"ec2">,
  id = "",
  pairs: readonly TagPair[] = [],
  ownName?: string,
): InventoryRow {
  const tags = tagsOf(pairs);
  const name = ownName ?? tags.Name;
  return { service: "ec2", kind, id, ...(name !== undefined && { name }), tags };
}
