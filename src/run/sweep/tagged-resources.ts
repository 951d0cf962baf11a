/**
 * Lists the resources of a cluster that its stages created and that may be in no state any more. They continue to cost
 * money, whether a sweep may delete them or not. Changes nothing.
 *
 * 1. The network, roles, policies and instance profiles: by their owner tags.
 * 2. The EKS cluster: by its exact name and its owner tags. The KMS key: by its exact alias and its owner tags.
 * 3. A cache bucket: by the name in the configuration and its owner tags.
 * 4. Other kinds that a sweep deletes: if the cluster provably owns the resource.
 *
 * After a type that AWS does not list, the search continues with the next one.
 */
import { DescribeClusterCommand } from "@aws-sdk/client-eks";
import {
  GetPolicyCommand,
  GetRoleCommand,
  paginateListPolicies,
  paginateListRoles,
  type IAMClient,
} from "@aws-sdk/client-iam";
import { ListResourceTagsCommand, paginateListAliases } from "@aws-sdk/client-kms";
import type { AwsAccess } from "../../clients/aws/aws-access";
import { eachUnlessMissing, missingCodes, unlessMissing } from "../../clients/aws/missing";
import { bucketTags } from "../../clients/aws/s3-bucket";
import { dashboardName, isOwnerTagged, keyAlias, mentions } from "../../config/resource-names";
import { classify } from "./classify";
import { allPages, tagsOf, type SweepClients } from "./clients";
import { failureOf } from "./failures";
import { sweepKinds } from "./kinds";
import type { SweepKind } from "./kinds/kind";
import type { SweptCluster } from "./leftover-resource";
import { networkTypes, taggedNetwork } from "./tagged-network";
import type { TaggedListing, TaggedReport, TaggedResource } from "./sweep-result";

/** @param removed ids of the resources that the sweep deleted, or would delete */
export async function taggedResources(
  aws: SweepClients,
  cluster: SweptCluster,
  removed: ReadonlySet<string>,
): Promise<TaggedReport> {
  const { name, buckets = [] } = cluster;
  const listings = await Promise.all([
    listing(networkTypes, () => taggedNetwork(aws, name)),
    listing(["EKS cluster"], () => taggedCluster(aws, name)),
    listing(["KMS key"], () => taggedKey(aws, name)),
    listing(["IAM role"], () => taggedRoles(aws.iam, name)),
    listing(["IAM policy"], () => taggedPolicies(aws.iam, name)),
    ...(buckets.length === 0
      ? []
      : [listing(["S3 bucket"], () => taggedBuckets(cluster.access, name, buckets))]),
    ...sweepKinds
      .filter(({ leftByStage }) => leftByStage !== undefined)
      .map((kind) => listing([kind.name], () => ownedOf(aws, cluster, kind, removed))),
  ]);
  return {
    listings,
    notLookedFor: [
      `KMS keys without the alias ${keyAlias(name)}`,
      `CloudWatch alarms and dashboard ${dashboardName(name)}`,
      `IAM roles whose names do not contain ${name}`,
      `IAM policies whose names do not begin with ${name}-`,
    ],
  };
}

async function listing(
  types: readonly string[],
  find: () => Promise<readonly TaggedResource[]>,
): Promise<TaggedListing> {
  return { types, found: await find().catch(failureOf) };
}

async function taggedCluster({ eks }: SweepClients, name: string): Promise<readonly TaggedResource[]> {
  const answer = await unlessMissing(missingCodes.eks, () => eks.send(new DescribeClusterCommand({ name })));
  return isOwnerTagged(answer?.cluster?.tags ?? {}, name) ? [{ type: "EKS cluster", id: name }] : [];
}

/** A key has no name. The eks module creates an alias for the key of this cluster. */
async function taggedKey({ kms }: SweepClients, cluster: string): Promise<readonly TaggedResource[]> {
  const alias = keyAlias(cluster);
  const aliases = await allPages(paginateListAliases({ client: kms }, {}), (page) => page.Aliases);
  const KeyId = aliases.find(({ AliasName }) => AliasName === alias)?.TargetKeyId;
  if (KeyId === undefined) return [];
  const { Tags = [] } = await kms.send(new ListResourceTagsCommand({ KeyId }));
  const tags = tagsOf(Tags.map(({ TagKey, TagValue }) => ({ Key: TagKey, Value: TagValue })));
  return isOwnerTagged(tags, cluster) ? [{ type: "KMS key", id: alias }] : [];
}

/** @throws the error of S3, also for a bucket of another account */
async function taggedBuckets(
  access: AwsAccess,
  cluster: string,
  names: readonly string[],
): Promise<readonly TaggedResource[]> {
  const found = await Promise.all(
    names.map(async (id) => ({ id, tags: (await bucketTags(access, id)) ?? {} })),
  );
  return found
    .filter(({ tags }) => isOwnerTagged(tags, cluster))
    .map(({ id }) => ({ type: "S3 bucket", id }));
}

/** ListRoles returns no tags, so only roles that mention the cluster are read one by one. */
async function taggedRoles(iam: IAMClient, cluster: string): Promise<readonly TaggedResource[]> {
  const roles = await allPages(paginateListRoles({ client: iam }, {}), (page) => page.Roles);
  const names = roles.map(({ RoleName = "" }) => RoleName).filter((each) => mentions(each, cluster));
  const read = await eachUnlessMissing(missingCodes.iam, names, async (RoleName) => {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    return { id: RoleName, tags: tagsOf(Role?.Tags) };
  });
  return read.filter(({ tags }) => isOwnerTagged(tags, cluster)).map(({ id }) => ({ type: "IAM role", id }));
}

/** ListPolicies returns no tags, and a deployer may read only policies whose names begin with the cluster's. */
async function taggedPolicies(iam: IAMClient, cluster: string): Promise<readonly TaggedResource[]> {
  const policies = await allPages(
    paginateListPolicies({ client: iam }, { Scope: "Local" }),
    (page) => page.Policies,
  );
  const similar = policies.filter(({ PolicyName = "" }) => PolicyName.startsWith(`${cluster}-`));
  const read = await eachUnlessMissing(missingCodes.iam, similar, async ({ Arn = "", PolicyName = "" }) => {
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: Arn }));
    return { id: PolicyName, tags: tagsOf(Policy?.Tags) };
  });
  return read
    .filter(({ tags }) => isOwnerTagged(tags, cluster))
    .map(({ id }) => ({ type: "IAM policy", id }));
}

async function ownedOf(
  aws: SweepClients,
  cluster: SweptCluster,
  kind: SweepKind,
  removed: ReadonlySet<string>,
): Promise<readonly TaggedResource[]> {
  const found = await kind.find(aws, cluster);
  return found
    .filter(({ id }) => !removed.has(id))
    .filter((resource) =>
      kind.leftByStage === "owner-tagged"
        ? isOwnerTagged(resource.tags, cluster.name)
        : classify(kind, resource, cluster)?.owned === true,
    )
    .map(({ id }) => ({ type: kind.name, id }));
}
