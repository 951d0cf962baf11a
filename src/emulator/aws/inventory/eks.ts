/** Lists clusters and the resources in them, with the id `cluster/name` as in Terraform. */
import * as eks from "@aws-sdk/client-eks";
import { allPages } from "../../../clients/aws/aws-pages";
import { clientSettings, type EmulatedAccess } from "../clients";
import type { InventoryKind, InventoryRow } from "./row";

export async function eksRows(access: EmulatedAccess): Promise<InventoryRow[]> {
  const client = new eks.EKSClient(clientSettings(access));
  const clusters = await allPages(eks.paginateListClusters({ client }, {}), (page) => page.clusters);
  const rows = await Promise.all(clusters.map((name) => clusterRows(client, name)));
  return rows.flat();
}

async function clusterRows(client: eks.EKSClient, clusterName: string): Promise<InventoryRow[]> {
  const use = { client };
  const which = { clusterName };
  const [described, groups, profiles, addons] = await Promise.all([
    client.send(new eks.DescribeClusterCommand({ name: clusterName })),
    allPages(eks.paginateListNodegroups(use, which), (page) => page.nodegroups),
    allPages(eks.paginateListFargateProfiles(use, which), (page) => page.fargateProfileNames),
    allPages(eks.paginateListAddons(use, which), (page) => page.addons),
  ]);
  const { tags = {} } = described.cluster ?? {};
  const part =
    (kind: InventoryKind<"eks">) =>
    (name: string): InventoryRow => {
      return { service: "eks", kind, id: `${clusterName}/${name}`, name, tags: {} };
    };
  return [
    { service: "eks", kind: "cluster", id: clusterName, tags },
    ...groups.map(part("node group")),
    ...profiles.map(part("Fargate profile")),
    ...addons.map(part("add-on")),
  ];
}
