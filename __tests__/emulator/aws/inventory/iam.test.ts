import { expect, it } from "vitest";
import { iamRows } from "../../../../src/emulator/aws/inventory/iam";
import { tagMembers } from "../../../support/aws-xml";
import { useScriptedInventory } from "./scripted-inventory";

const { access, aws, query } = useScriptedInventory();

it("lists roles, the account's own policies, profiles and OIDC providers", async () => {
  query("ListRoles", { Roles: [{ Arn: "arn:r", RoleName: "r" }] });
  query("ListPolicies", { Policies: [{ Arn: "arn:p", PolicyName: "p" }] });
  const tags = tagMembers({ a: "1" });
  query("ListInstanceProfiles", {
    InstanceProfiles: [{ Arn: "arn:i", InstanceProfileName: "i", Tags: tags }],
  });
  query("ListOpenIDConnectProviders", { OpenIDConnectProviderList: [{ Arn: "arn:o" }] });
  const service = "iam";
  expect(await iamRows(access())).toEqual([
    { service, kind: "role", id: "arn:r", name: "r", tags: {} },
    { service, kind: "policy", id: "arn:p", name: "p", tags: {} },
    { service, kind: "instance profile", id: "arn:i", name: "i", tags: { a: "1" } },
    { service, kind: "OIDC provider", id: "arn:o", tags: {} },
  ]);
  expect(aws().asked("ListPolicies")).toMatchObject([{ Scope: "Local" }]);
});
