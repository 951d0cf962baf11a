/**
 * The cluster and its parts. They are named, so a second one would be refused; what is still CREATING is waited for.
 * Import ids: documentation of each type of the AWS provider, section Import: the name, and `<cluster>:<name>` for a
 * part.
 */
import * as eks from "@aws-sdk/client-eks";
import { allPages, ifThere } from "../aws-clients";
import { textOf } from "../candidate";
import { absent, ownershipByName, nameTest, undecided, type Search, type FoundResource } from "../ownership";
import { find, type AdoptRows, type Find } from "./row";

const gone = "ResourceNotFoundException";

interface Described {
  readonly status?: string | undefined;
  readonly tags?: Record<string, string> | undefined;
}

/** A DEGRADED add-on works or reports its problem, and Terraform can repair it. */
function thing(id: string, { status = "", tags = {} }: Described): FoundResource {
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
  const found = await ifThere(search.aws.eks().send(new eks.DescribeClusterCommand({ name })), gone);
  return found?.cluster === undefined ? absent : ownershipByName(search, [thing(name, found.cluster)], test);
};

interface Part {
  readonly nameAttribute: string;
  readonly names: (client: eks.EKSClient, clusterName: string) => Promise<readonly string[]>;
  readonly describe: (
    client: eks.EKSClient,
    clusterName: string,
    name: string,
  ) => Promise<Described | undefined>;
}

function part({ nameAttribute, names, describe }: Part): Find {
  return async (search: Search) => {
    const clusterName = textOf(search.candidate, "cluster_name");
    const test = nameTest(search.candidate, nameAttribute);
    if (clusterName === undefined || test === undefined) return undecided("its cluster or its name");
    const client = search.aws.eks();
    const listed = (await ifThere(names(client, clusterName), gone)) ?? [];
    const things = await Promise.all(
      listed
        .filter(test.matches)
        .map(async (name) =>
          thing(`${clusterName}:${name}`, (await describe(client, clusterName, name)) ?? {}),
        ),
    );
    return ownershipByName(search, things, test);
  };
}

const addon = part({
  nameAttribute: "addon_name",
  names: (client, clusterName) =>
    allPages(eks.paginateListAddons({ client }, { clusterName }), (page) => page.addons),
  describe: async (client, clusterName, addonName) =>
    (await client.send(new eks.DescribeAddonCommand({ clusterName, addonName }))).addon,
});

const fargateProfile = part({
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

const nodeGroup = part({
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
