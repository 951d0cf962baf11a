/**
 * The EKS cluster, its add-ons, Fargate profiles and node groups. Each has a name, so EKS refuses to create a second one.
 * The run waits for a resource that is still in status CREATING.
 *
 * Source of the import ids: documentation of each type of the AWS provider, section Import. They are the cluster's name,
 * and `<cluster>:<name>` for its parts.
 */
import * as eks from "@aws-sdk/client-eks";
import { eachUnlessMissing, missingCodes, unlessMissing } from "../../../clients/aws/missing";
import { allPages } from "../aws-clients";
import { textOf } from "../candidate";
import { absent, ownershipByName, nameTest, undecided, type Search, type FoundResource } from "../ownership";
import { find, type AdoptRows, type Find } from "./row";

/** The description of a resource, as EKS returns it. */
interface Described {
  readonly status?: string | undefined;
  readonly tags?: Record<string, string> | undefined;
}

/** An add-on in status DEGRADED is not broken: Terraform can import and repair it. */
function foundResource(id: string, { status = "", tags = {} }: Described): FoundResource {
  return {
    id,
    tags,
    ...(/^(CREATING|UPDATING|DELETING|PENDING)$/.test(status) && { transitioning: status }),
    ...(status.endsWith("FAILED") && { broken: status }),
  };
}

const cluster: Find = async (search) => {
  const name = textOf(search.candidate, "name");
  const test = nameTest(search.candidate);
  if (name === undefined || test === undefined) return undecided("its name");
  const found = await unlessMissing(missingCodes.eks, () =>
    search.aws.eks().send(new eks.DescribeClusterCommand({ name })),
  );
  return found?.cluster === undefined
    ? absent
    : ownershipByName(search, [foundResource(name, found.cluster)], test);
};

/** How one type of the cluster's parts is listed and described. */
interface ClusterPart {
  readonly nameAttribute: string;
  readonly names: (client: eks.EKSClient, clusterName: string) => Promise<readonly string[]>;
  readonly describe: (
    client: eks.EKSClient,
    clusterName: string,
    name: string,
  ) => Promise<Described | undefined>;
}

function clusterPart({ nameAttribute, names, describe }: ClusterPart): Find {
  return async (search: Search) => {
    const clusterName = textOf(search.candidate, "cluster_name");
    const test = nameTest(search.candidate, nameAttribute);
    if (clusterName === undefined || test === undefined) return undecided("its cluster or its name");
    const client = search.aws.eks();
    const listed = (await unlessMissing(missingCodes.eks, () => names(client, clusterName))) ?? [];
    const found = await eachUnlessMissing(missingCodes.eks, listed.filter(test.matches), async (name) =>
      foundResource(`${clusterName}:${name}`, (await describe(client, clusterName, name)) ?? {}),
    );
    return ownershipByName(search, found, test);
  };
}

const addon = clusterPart({
  nameAttribute: "addon_name",
  names: (client, clusterName) =>
    allPages(eks.paginateListAddons({ client }, { clusterName }), (page) => page.addons),
  describe: async (client, clusterName, addonName) =>
    (await client.send(new eks.DescribeAddonCommand({ clusterName, addonName }))).addon,
});

const fargateProfile = clusterPart({
  nameAttribute: "fargate_profile_name",
  names: (client, clusterName) =>
    allPages(
      eks.paginateListFargateProfiles({ client }, { clusterName }),
      (page) => page.fargateProfileNames,
    ),
  describe: async (client, clusterName, fargateProfileName) =>
    (await client.send(new eks.DescribeFargateProfileCommand({ clusterName, fargateProfileName })))
      .fargateProfile,
});

const nodeGroup = clusterPart({
  nameAttribute: "node_group_name",
  names: (client, clusterName) =>
    allPages(eks.paginateListNodegroups({ client }, { clusterName }), (page) => page.nodegroups),
  describe: async (client, clusterName, nodegroupName) =>
    (await client.send(new eks.DescribeNodegroupCommand({ clusterName, nodegroupName }))).nodegroup,
});

export const eksRows: AdoptRows = {
  aws_eks_cluster: find(cluster),
  aws_eks_addon: find(addon),
  aws_eks_fargate_profile: find(fargateProfile),
  aws_eks_node_group: find(nodeGroup),
};
