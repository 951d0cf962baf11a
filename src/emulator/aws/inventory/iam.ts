/** Lists roles, customer managed policies, instance profiles and OIDC providers. */
import * as iam from "@aws-sdk/client-iam";
import { allPages, tagsOf } from "../../../clients/aws/aws-pages";
import { clientSettings, type EmulatedAccess } from "../clients";
import type { InventoryKind, InventoryRow } from "./row";

export async function iamRows(access: EmulatedAccess): Promise<InventoryRow[]> {
  const client = new iam.IAMClient(clientSettings(access));
  const use = { client };
  const [roles, policies, profiles, providers] = await Promise.all([
    allPages(iam.paginateListRoles(use, {}), (page) => page.Roles),
    allPages(iam.paginateListPolicies(use, { Scope: "Local" }), (page) => page.Policies),
    allPages(iam.paginateListInstanceProfiles(use, {}), (page) => page.InstanceProfiles),
    client.send(new iam.ListOpenIDConnectProvidersCommand({})),
  ]);
  return [
    ...roles.map((role) => row("role", role.Arn, role.RoleName)),
    ...policies.map((policy) => row("policy", policy.Arn, policy.PolicyName)),
    ...profiles.map((profile) =>
      row("instance profile", profile.Arn, profile.InstanceProfileName, profile.Tags),
    ),
    ...(providers.OpenIDConnectProviderList ?? []).map(({ Arn }) => row("OIDC provider", Arn)),
  ];
}

function row(
  kind: InventoryKind<"iam">,
  id = "",
  name?: string,
  tags: readonly iam.Tag[] = [],
): InventoryRow {
  return { service: "iam", kind, id, ...(name !== undefined && { name }), tags: tagsOf(tags) };
}
