/**
 * Roles, policies, instance profiles and the cluster's OIDC provider.
 *
 * Source of the import ids: documentation of each type of the AWS provider, section Import. They are the name of a role
 * or an instance profile, and the ARN of a policy or an OIDC provider.
 */
import * as iam from "@aws-sdk/client-iam";
import { eachUnlessMissing, missingCodes } from "../../../clients/aws/missing";
import { allPages, tagsOf } from "../aws-clients";
import { textOf } from "../candidate";
import { absent, ownershipByName, nameTest, owned, undecided } from "../ownership";
import { find, upsert, type AdoptRows, type Find } from "./row";

/** How one type of IAM resources is listed. */
interface IamResourceType {
  /** Pairs of name and import id. */
  readonly list: (client: iam.IAMClient) => Promise<readonly (readonly [string, string])[]>;
  readonly tags: (client: iam.IAMClient, id: string) => Promise<readonly iam.Tag[] | undefined>;
}

/** Lists leave tags out, so this reads the tags only of resources with a matching name. */
function named({ list, tags }: IamResourceType): Find {
  return async (search) => {
    const test = nameTest(search.candidate);
    if (test === undefined) return undecided("its name");
    const client = search.aws.iam();
    const matching = (await list(client)).filter(([name]) => test.matches(name));
    const found = await eachUnlessMissing(missingCodes.iam, matching, async ([, id]) => {
      return { id, tags: tagsOf(await tags(client, id)) };
    });
    return ownershipByName(search, found, test);
  };
}

const role = named({
  list: async (client) => {
    const roles = await allPages(iam.paginateListRoles({ client }, {}), (page) => page.Roles);
    return roles.map(({ RoleName = "" }) => [RoleName, RoleName]);
  },
  tags: async (client, RoleName) => (await client.send(new iam.ListRoleTagsCommand({ RoleName }))).Tags,
});

const policy = named({
  list: async (client) => {
    const policies = await allPages(
      iam.paginateListPolicies({ client }, { Scope: "Local" }),
      (page) => page.Policies,
    );
    return policies.map(({ PolicyName = "", Arn = "" }) => [PolicyName, Arn]);
  },
  tags: async (client, PolicyArn) => (await client.send(new iam.ListPolicyTagsCommand({ PolicyArn }))).Tags,
});

const instanceProfile = named({
  list: async (client) => {
    const profiles = await allPages(
      iam.paginateListInstanceProfiles({ client }, {}),
      (page) => page.InstanceProfiles,
    );
    return profiles.map(({ InstanceProfileName = "" }) => [InstanceProfileName, InstanceProfileName]);
  },
  tags: async (client, InstanceProfileName) =>
    (await client.send(new iam.GetInstanceProfileCommand({ InstanceProfileName }))).InstanceProfile?.Tags,
});

/** No two clusters have the same issuer, so the issuer proves the owner even without tags. */
const oidcProvider: Find = async ({ candidate, aws }) => {
  const issuer = textOf(candidate, "url")?.replace(/^https:\/\//, "");
  if (issuer === undefined) return undecided("the cluster's issuer");
  const { OpenIDConnectProviderList = [] } = await aws
    .iam()
    .send(new iam.ListOpenIDConnectProvidersCommand({}));
  const found = OpenIDConnectProviderList.find(({ Arn }) => Arn?.endsWith(`:oidc-provider/${issuer}`));
  return found?.Arn === undefined ? absent : owned({ id: found.Arn, tags: {} }, "our cluster's issuer");
};

export const iamRows: AdoptRows = {
  aws_iam_role: find(role),
  aws_iam_policy: find(policy),
  aws_iam_instance_profile: find(instanceProfile),
  aws_iam_openid_connect_provider: find(oidcProvider),
  aws_iam_role_policy: upsert("PutRolePolicy overwrites a policy of that name"),
  aws_iam_role_policy_attachment: upsert("AttachRolePolicy does nothing if the policy is attached already"),
};
