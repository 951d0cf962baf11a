import { describe, expect, it } from "vitest";
import { instanceProfiles, oidcProviders } from "../../../../src/run/sweep/kinds/iam";
import { queryAnswer, queryError, tagMembers } from "../../../support/aws-xml";
import { others, own, useScriptedAccount } from "../scripted-account";

const account = useScriptedAccount();
const { find, isOwned, query, remove } = account;
type Tags = Readonly<Record<string, string>>;

describe("an instance profile", () => {
  const profile = (more: object = {}) => {
    query("GetInstanceProfile", { InstanceProfile: { Tags: tagMembers(own), ...more } });
  };

  it("is read with its tags only when its name contains the cluster's as a word", async () => {
    query("ListInstanceProfiles", {
      InstanceProfiles: ["ci_123", "circus_123"].map((InstanceProfileName) => ({ InstanceProfileName })),
    });
    profile();
    expect(await find(instanceProfiles)).toEqual([{ id: "ci_123", tags: own }]);
    expect(account.aws().asked("GetInstanceProfile")).toHaveLength(1);
  });

  it("is left out when it was deleted after it was listed", async () => {
    account.aws().answers.set("GetInstanceProfile", queryError("NoSuchEntity", 404));
    expect(await find(instanceProfiles, "ci_123")).toEqual([]);
  });

  it("is deleted after its roles are taken out of it", async () => {
    profile({ Roles: [{ RoleName: "a" }, { RoleName: "b" }] });
    query("RemoveRoleFromInstanceProfile", {});
    const removed = () => account.aws().asked("RemoveRoleFromInstanceProfile");
    account.aws().answers.set("DeleteInstanceProfile", () => {
      expect(removed().map(({ RoleName }) => RoleName)).toEqual(["a", "b"]);
      return queryAnswer("DeleteInstanceProfile", {});
    });
    await remove(instanceProfiles, "ci_123");
    expect(account.aws().asked("DeleteInstanceProfile")).toMatchObject([{ InstanceProfileName: "ci_123" }]);
  });

  const region = { "topology.kubernetes.io/region": "us-west-2" };
  const karpenter = { "karpenter.k8s.aws/cluster": "ci", "karpenter.k8s.aws/ec2nodeclass": "spot" };
  it.each<[boolean, Tags]>([
    [true, { ...karpenter, ...region }],
    [true, { "kubernetes.io/cluster/ci": "owned", "karpenter.k8s.aws/ec2nodeclass": "spot", ...region }],
    [false, karpenter],
    [false, { ...karpenter, "topology.kubernetes.io/region": "eu-west-1" }],
    [false, { ...karpenter, ...region, "karpenter.k8s.aws/cluster": "ci-eu" }],
    [false, own],
  ])("is deleted by a sweep (%s) with the tags %j", (expected, tags) => {
    expect(isOwned(instanceProfiles, { id: "ci_123", tags })).toBe(expected);
  });
});

describe("an OIDC provider", () => {
  const issuer = "oidc.eks.us-west-2.amazonaws.com/id/A1";
  const arn = `arn:aws:iam::123456789012:oidc-provider/${issuer}`;

  it("is listed with its issuer and its tags", async () => {
    query("ListOpenIDConnectProviders", { OpenIDConnectProviderList: [{ Arn: arn }] });
    query("GetOpenIDConnectProvider", { Url: `https://${issuer}`, Tags: tagMembers(own) });
    expect(await find(oidcProviders)).toEqual([{ id: arn, name: issuer, tags: own }]);
    account.aws().answers.set("GetOpenIDConnectProvider", queryError("NoSuchEntity", 404));
    expect(await find(oidcProviders, arn)).toEqual([]);
  });

  it("is the cluster's by the issuer, with or without its scheme, whatever its tags", () => {
    const resource = { id: arn, name: issuer, tags: {} };
    expect(isOwned(oidcProviders, resource, { oidcIssuer: issuer })).toBe(true);
    expect(isOwned(oidcProviders, resource, { oidcIssuer: `https://${issuer}` })).toBe(true);
    expect(isOwned(oidcProviders, resource, { oidcIssuer: `${issuer}2` })).toBe(false);
    expect(isOwned(oidcProviders, resource)).toBe(false);
  });

  it("is the cluster's by the owner tag only under an issuer of EKS in its Region", () => {
    const tags = { ...own, Name: "ci-eks-irsa" };
    const provider = (name: string, more: Tags = tags) =>
      isOwned(oidcProviders, { id: arn, name, tags: more });
    expect(provider(issuer)).toBe(true);
    expect(provider(issuer, { ...tags, ...others })).toBe(false);
    expect(provider(issuer, own)).toBe(false);
    expect(provider(issuer.replace("us-west-2", "eu-west-1"))).toBe(false);
    expect(provider("token.actions.githubusercontent.com")).toBe(false);
  });

  it("is deleted by its ARN", async () => {
    query("DeleteOpenIDConnectProvider", {});
    await remove(oidcProviders, arn);
    const asked = account.aws().asked("DeleteOpenIDConnectProvider");
    expect(asked).toMatchObject([{ OpenIDConnectProviderArn: arn }]);
  });
});
