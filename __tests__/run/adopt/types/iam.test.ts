/** Roles, policies, instance profiles and the OIDC provider: which are adopted, and which are left alone. */
import { describe, expect, it } from "vitest";
import { queryAnswer, queryError, tagMembers, type XmlContent } from "../../../support/aws-xml";
import { others, own, suffix, useScriptedAdoption } from "./scripted-adoption";

const { aws, find } = useScriptedAdoption();

type Tags = Readonly<Record<string, string>>;

const answers = (operation: string, content: XmlContent) =>
  void aws().answers.set(operation, queryAnswer(operation, content));

interface IamType {
  readonly type: string;
  /** IAM lists resources of these names and tags. */
  readonly list: (named: Readonly<Record<string, Tags>>) => void;
  /** The operation that reads the tags. */
  readonly tagsOperation: string;
  readonly idOf: (name: string) => string;
}

const arnOf = (name: string) => `arn:aws:iam::123456789012:policy/company/${name}`;
const iamTypes: readonly IamType[] = [
  {
    ...{ type: "aws_iam_role", tagsOperation: "ListRoleTags", idOf: (name) => name },
    list: (named) => {
      answers("ListRoles", { Roles: Object.keys(named).map((RoleName) => ({ RoleName, Path: "/" })) });
      aws().answers.set("ListRoleTags", ({ RoleName }) =>
        queryAnswer("ListRoleTags", { Tags: tagMembers(named[String(RoleName)] ?? {}) }),
      );
    },
  },
  {
    ...{ type: "aws_iam_policy", tagsOperation: "ListPolicyTags", idOf: arnOf },
    list: (named) => {
      const policies = Object.keys(named).map((PolicyName) => ({ PolicyName, Arn: arnOf(PolicyName) }));
      answers("ListPolicies", { Policies: policies });
      aws().answers.set("ListPolicyTags", ({ PolicyArn }) => {
        const name = String(PolicyArn).slice(arnOf("").length);
        return queryAnswer("ListPolicyTags", { Tags: tagMembers(named[name] ?? {}) });
      });
    },
  },
  {
    ...{ type: "aws_iam_instance_profile", tagsOperation: "GetInstanceProfile", idOf: (name) => name },
    list: (named) => {
      const profiles = Object.keys(named).map((InstanceProfileName) => ({ InstanceProfileName }));
      answers("ListInstanceProfiles", { InstanceProfiles: profiles });
      aws().answers.set("GetInstanceProfile", ({ InstanceProfileName }) => {
        const tags = tagMembers(named[String(InstanceProfileName)] ?? {});
        return queryAnswer("GetInstanceProfile", { InstanceProfile: { Tags: tags } });
      });
    },
  },
];

describe.each(iamTypes)("$type", ({ type, list, tagsOperation, idOf }) => {
  const planned = { name: "ci-node", tags_all: own };

  it("is adopted by its exact name and every planned tag", async () => {
    list({ "ci-node": { ...own, Owner: "me" }, "ci-node-2": own });
    expect(await find(type, planned)).toMatchObject({ is: "owned", id: idOf("ci-node") });
    expect(aws().asked(tagsOperation)).toHaveLength(1);
  });

  it("is reported when its tags are those of another cluster", async () => {
    list({ "ci-node": others });
    expect(await find(type, planned)).toMatchObject({ is: "ambiguous", found: [idOf("ci-node")] });
  });

  it("is adopted by a generated name only with the cluster's tags", async () => {
    const prefixed = { name_prefix: "node-", tags_all: own };
    list({ [`node-${suffix}`]: own, "node-of-somebody": own });
    expect(await find(type, prefixed)).toMatchObject({ is: "owned", id: idOf(`node-${suffix}`) });
    list({ [`node-${suffix}`]: others });
    expect(await find(type, prefixed)).toEqual({ is: "absent" });
  });

  it("is absent under other names, and when the state records it", async () => {
    list({ "ci-node-2": own });
    expect(await find(type, planned)).toEqual({ is: "absent" });
    list({ "ci-node": own });
    expect(await find(type, planned, [idOf("ci-node")])).toEqual({ is: "absent" });
  });

  it("is absent when it was deleted after IAM listed it", async () => {
    list({ "ci-node": own });
    aws().answers.set(tagsOperation, queryError("NoSuchEntity", 404));
    expect(await find(type, planned)).toEqual({ is: "absent" });
  });

  it("is undecided without a name, and unknown when IAM refuses", async () => {
    expect(await find(type, { tags_all: own })).toMatchObject({ is: "undecided" });
    await expect(find(type, planned)).rejects.toThrow();
  });
});

it("adopts a role without tags only if its name contains the cluster's as a word", async () => {
  const plan = (name: string) => find("aws_iam_role", { name, tags: null });
  iamTypes[0]?.list({ "ci-node": {}, "circus-node": {} });
  expect(await plan("ci-node")).toMatchObject({ is: "owned", id: "ci-node" });
  expect(await plan("circus-node")).toMatchObject({ is: "ambiguous", found: ["circus-node"] });
});

describe("the OIDC provider", () => {
  const type = "aws_iam_openid_connect_provider";
  const url = "https://oidc.eks.us-west-2.amazonaws.com/id/A1";
  const arn = (id: string) =>
    `arn:aws:iam::123456789012:oidc-provider/oidc.eks.us-west-2.amazonaws.com/id/${id}`;
  const lists = (...ids: readonly string[]) => {
    const OpenIDConnectProviderList = ids.map((id) => ({ Arn: arn(id) }));
    answers("ListOpenIDConnectProviders", { OpenIDConnectProviderList });
  };

  it("is adopted by the issuer of the cluster, and by no other", async () => {
    lists("XA1", "A1", "A11");
    expect(await find(type, { url })).toMatchObject({ is: "owned", id: arn("A1") });
    lists("XA1", "A11");
    expect(await find(type, { url })).toEqual({ is: "absent" });
  });

  it("is undecided until the cluster has an issuer", async () => {
    expect(await find(type, {})).toMatchObject({ is: "undecided" });
  });
});
