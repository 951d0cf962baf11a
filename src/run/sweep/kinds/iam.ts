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
import { allPages, tagsOf } from "../clients";
import { mentions } from "../../../config/resource-names";
import { withoutScheme } from "../ownership-rules";
import type { LeftoverResource } from "../leftover-resource";
import { eachUnlessGone, type LeftoverKind } from "./kind";

const notFound = ["NoSuchEntity", "NoSuchEntityException"];

export const instanceProfiles: LeftoverKind = {
  kind: "instance profile",
  /** ListInstanceProfiles returns no tags, so only profiles that mention the cluster are read one by one. */
  async find({ iam }, { name }, id) {
    const names = id === undefined ? await profileNames(iam, name) : [id];
    return eachUnlessGone(notFound, names, async (each): Promise<LeftoverResource> => {
      const asked = new GetInstanceProfileCommand({ InstanceProfileName: each });
      const { InstanceProfile } = await iam.send(asked);
      return { kind: "instance profile", id: each, tags: tagsOf(InstanceProfile?.Tags) };
    });
  },
  async remove({ iam }, InstanceProfileName) {
    const { InstanceProfile } = await iam.send(new GetInstanceProfileCommand({ InstanceProfileName }));
    for (const { RoleName } of InstanceProfile?.Roles ?? []) {
      await iam.send(new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName, RoleName }));
    }
    await iam.send(new DeleteInstanceProfileCommand({ InstanceProfileName }));
  },
  gone: notFound,
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

export const oidcProviders: LeftoverKind = {
  kind: "OIDC provider",
  async find({ iam }, _cluster, id) {
    const arns = id === undefined ? await providerArns(iam) : [id];
    return eachUnlessGone(notFound, arns, async (arn): Promise<LeftoverResource> => {
      const asked = new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn });
      const { Url = "", Tags } = await iam.send(asked);
      return { kind: "OIDC provider", id: arn, name: withoutScheme(Url), tags: tagsOf(Tags) };
    });
  },
  async remove({ iam }, id) {
    await iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: id }));
  },
  gone: notFound,
};

async function providerArns(iam: IAMClient): Promise<string[]> {
  const { OpenIDConnectProviderList = [] } = await iam.send(new ListOpenIDConnectProvidersCommand({}));
  return OpenIDConnectProviderList.map(({ Arn = "" }) => Arn);
}
