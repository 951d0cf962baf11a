/** Lists the network resources that carry the cluster's owner tags. Changes nothing. */
import {
  DescribeNatGatewaysCommand,
  paginateDescribeTags,
  paginateDescribeVpcEndpoints,
  type TagDescription,
} from "@aws-sdk/client-ec2";
import { everyOwnerTags, isOwnerTagged } from "../../config/resource-names";
import { allPages, type SweepClients } from "./clients";
import type { TaggedResource } from "./sweep-result";

/** Types of EC2 resources that the stages create, by EC2's own names. */
export const networkTypes = [
  "vpc",
  "subnet",
  "natgateway",
  "elastic-ip",
  "internet-gateway",
  "route-table",
  "security-group",
  "vpc-endpoint",
] as const;

/** @throws the error of AWS */
export async function taggedNetwork(
  { ec2 }: Pick<SweepClients, "ec2">,
  cluster: string,
): Promise<readonly TaggedResource[]> {
  const keys = [...new Set(everyOwnerTags(cluster).flatMap((tags) => Object.keys(tags)))];
  const Filters = [
    { Name: "key", Values: keys },
    { Name: "resource-type", Values: [...networkTypes] },
  ];
  const found = await allPages(paginateDescribeTags({ client: ec2 }, { Filters }), (page) => page.Tags);
  const types = new Map(found.map(({ ResourceId = "", ResourceType = "" }) => [ResourceId, ResourceType]));
  const resources = [...types]
    .map(([id, type]) => ({ type, id }))
    .filter(({ id }) => isOwnerTagged(recordOf(found.filter((tag) => tag.ResourceId === id)), cluster));
  const deleted = await deletedGateways(
    ec2,
    resources.filter(({ type }) => type === "natgateway").map(({ id }) => id),
  );
  const endpoints = resources.filter(({ type }) => type === "vpc-endpoint").map(({ id }) => id);
  for (const id of await deletedEndpoints(ec2, endpoints)) deleted.add(id);
  return resources.filter(({ id }) => !deleted.has(id));
}

function recordOf(tags: readonly TagDescription[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}

/** EC2 lists a deleted NAT gateway, with its tags, for about an hour. */
async function deletedGateways(ec2: SweepClients["ec2"], ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const { NatGateways = [] } = await ec2.send(
    new DescribeNatGatewaysCommand({ Filter: [{ Name: "nat-gateway-id", Values: [...ids] }] }),
  );
  const existing = NatGateways.filter(({ State }) => State !== "deleted" && State !== "failed");
  return new Set(ids.filter((id) => !existing.some(({ NatGatewayId }) => NatGatewayId === id)));
}

/** EC2 takes minutes to delete an interface endpoint, and still lists its tags for a while. */
async function deletedEndpoints(
  ec2: SweepClients["ec2"],
  ids: readonly string[],
): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const Filters = [{ Name: "vpc-endpoint-id", Values: [...ids] }];
  const found = await allPages(
    paginateDescribeVpcEndpoints({ client: ec2 }, { Filters }),
    (page) => page.VpcEndpoints,
  );
  // EC2 returns the state in upper or lower case.
  const existing = found.filter(({ State }) => !/^delet/i.test(State ?? ""));
  return ids.filter((id) => !existing.some(({ VpcEndpointId }) => VpcEndpointId === id));
}
