/** Instance profiles that Karpenter made, and the cluster's OIDC provider. IAM is of all Regions. */
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
import { all, tagsOf } from "../clients";
import { mentions } from "../classify";
import { withoutScheme } from "../ownership-rules";
import type { Thing } from "../leftover-resource";
import { eachUnlessGone, type Kind } from "./kind";

const notFound = ["NoSuchEntity", "NoSuchEntityException"];

export const instanceProfiles: Kind = {
  kind: "instance profile",
  /** A list of profiles tells no tags; Karpenter puts the cluster's name before its own in each. */
  async find({ iam }, { name }, id) {
    const names = id === undefined ? await profileNames(iam, name) : [id];
    return eachUnlessGone(notFound, names, async (each): Promise<Thing> => {
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
  const profiles = await all(
    paginateListInstanceProfiles({ client: iam }, {}),
    (page) => page.InstanceProfiles,
  );
  return profiles
    .map(({ InstanceProfileName = "" }) => InstanceProfileName)
    .filter((each) => mentions(each, cluster));
}

export const oidcProviders: Kind = {
  kind: "OIDC provider",
  async find({ iam }, _cluster, id) {
    const arns = id === undefined ? await providerArns(iam) : [id];
    return eachUnlessGone(notFound, arns, async (arn): Promise<Thing> => {
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
