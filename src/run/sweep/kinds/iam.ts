/** Instance profiles that Karpenter created, and the cluster's OIDC provider. IAM is global. */
import {
  DeleteInstanceProfileCommand,
  DeleteOpenIDConnectProviderCommand,
  GetInstanceProfileCommand,
  GetOpenIDConnectProviderCommand,
  ListOpenIDConnectProvidersCommand,
  paginateListInstanceProfiles,
  RemoveRoleFromInstanceProfileCommand,
  type IAMClient,
} from "@aws-sdk/client-iam";
import { eachUnlessMissing, missingCodes } from "../../../clients/aws/missing";
import { allPages, tagsOf } from "../clients";
import { mentions, oidcProviderTag } from "../../../config/resource-names";
import { karpenterTag, nodeClassTag, ownedTag, ownerTagRules } from "../ownership-rules";
import type { LeftoverResource } from "../leftover-resource";
import type { SweepKind } from "./kind";

export const instanceProfiles: SweepKind = {
  name: "instance profile",
  /** ListInstanceProfiles returns no tags, so only profiles that mention the cluster are read one by one. */
  async find({ iam }, { name }, id) {
    const names = id === undefined ? await profileNames(iam, name) : [id];
    return eachUnlessMissing(missingCodes.iam, names, async (each): Promise<LeftoverResource> => {
      const { InstanceProfile } = await iam.send(
        new GetInstanceProfileCommand({ InstanceProfileName: each }),
      );
      return { id: each, tags: tagsOf(InstanceProfile?.Tags) };
    });
  },
  // IAM is global: a cluster of the same name in another Region has the same profiles but for the Region's tag.
  ownershipRules: ({ name, region }) =>
    [ownedTag(name), karpenterTag(name)].map((mark) => [
      mark,
      nodeClassTag,
      { tag: "topology.kubernetes.io/region", value: region },
    ]),
  async remove({ iam }, InstanceProfileName) {
    const { InstanceProfile } = await iam.send(new GetInstanceProfileCommand({ InstanceProfileName }));
    for (const { RoleName } of InstanceProfile?.Roles ?? []) {
      await iam.send(new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName, RoleName }));
    }
    await iam.send(new DeleteInstanceProfileCommand({ InstanceProfileName }));
  },
  gone: missingCodes.iam,
  // A sweep deletes only Karpenter's profiles. Profiles that Terraform created may be left too.
  leftByStage: "owner-tagged",
};

async function profileNames(iam: IAMClient, cluster: string): Promise<string[]> {
  const profiles = await allPages(
    paginateListInstanceProfiles({ client: iam }, {}),
    (page) => page.InstanceProfiles,
  );
  return profiles
    .map(({ InstanceProfileName = "" }) => InstanceProfileName)
    .filter((each) => mentions(each, cluster));
}

export const oidcProviders: SweepKind = {
  name: "OIDC provider",
  async find({ iam }, _cluster, id) {
    const arns = id === undefined ? await providerArns(iam) : [id];
    return eachUnlessMissing(missingCodes.iam, arns, async (arn): Promise<LeftoverResource> => {
      const { Url = "", Tags } = await iam.send(
        new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }),
      );
      return { id: arn, name: withoutScheme(Url), tags: tagsOf(Tags) };
    });
  },
  ownershipRules: ({ name, region, oidcIssuer }) => [
    ...(oidcIssuer === undefined ? [] : [[{ named: withoutScheme(oidcIssuer) }]]),
    ...ownerTagRules(name).map((tags) => [
      { issuerOf: `oidc.eks.${region}` },
      { tag: "Name", value: oidcProviderTag(name) },
      ...tags,
    ]),
  ],
  async remove({ iam }, id) {
    await iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: id }));
  },
  gone: missingCodes.iam,
  leftByStage: "owned",
};

async function providerArns(iam: IAMClient): Promise<string[]> {
  const { OpenIDConnectProviderList = [] } = await iam.send(new ListOpenIDConnectProvidersCommand({}));
  return OpenIDConnectProviderList.map(({ Arn = "" }) => Arn);
}

function withoutScheme(url: string): string {
  return url.replace(/^https:\/\//, "");
}
