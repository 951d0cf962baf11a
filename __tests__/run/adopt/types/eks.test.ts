/** The EKS cluster and its parts: which are adopted, waited for, or left alone. */
import { describe, expect, it } from "vitest";
import { noCluster } from "../../../support/scripted-aws";
import { others, own, suffix, useScriptedAdoption } from "./scripted-adoption";

const { aws, find } = useScriptedAdoption();
const answers = (request: string, body: object) => void aws().answers.set(request, JSON.stringify(body));

describe("the cluster", () => {
  const type = "aws_eks_cluster";
  const planned = { name: "ci", tags_all: own };
  const exists = (status: string, tags: object = own) => {
    answers("GET /clusters/ci", { cluster: { name: "ci", status, tags } });
  };

  it("is adopted by its name and every planned tag", async () => {
    exists("ACTIVE");
    expect(await find(type, planned)).toMatchObject({ is: "owned", id: "ci" });
  });

  it.each(["CREATING", "UPDATING", "DELETING", "PENDING"])("is waited for while it is %s", async (status) => {
    exists(status);
    expect(await find(type, planned)).toMatchObject({ is: "transitioning", found: "ci" });
  });

  it("is reported when it failed, or has the tags of another cluster", async () => {
    exists("FAILED");
    expect(await find(type, planned)).toMatchObject({ is: "ambiguous", found: ["ci"] });
    exists("ACTIVE", others);
    expect(await find(type, planned)).toMatchObject({ is: "ambiguous", found: ["ci"] });
  });

  it("is absent when EKS knows no such name, and unknown when EKS refuses", async () => {
    await expect(find(type, planned)).rejects.toThrow();
    aws().answers.set("GET /clusters/ci", noCluster);
    expect(await find(type, planned)).toEqual({ is: "absent" });
  });

  it("is undecided without a name", async () => {
    expect(await find(type, { tags_all: own })).toMatchObject({ is: "undecided" });
  });
});

const parts = [
  {
    ...{ type: "aws_eks_addon", attribute: "addon_name", path: "addons" },
    ...{ list: "addons", described: "addon" },
  },
  {
    ...{ type: "aws_eks_fargate_profile", attribute: "fargate_profile_name", path: "fargate-profiles" },
    ...{ list: "fargateProfileNames", described: "fargateProfile" },
  },
  {
    ...{ type: "aws_eks_node_group", attribute: "node_group_name", path: "node-groups" },
    ...{ list: "nodegroups", described: "nodegroup" },
  },
] as const;

describe.each(parts)("$type", ({ type, attribute, path, list, described }) => {
  const planned = { cluster_name: "ci", [attribute]: "one", tags_all: own };
  const lists = (...names: readonly string[]) => {
    answers(`GET /clusters/ci/${path}`, { [list]: names });
  };
  const describes = (name: string, status = "ACTIVE", tags: object = own) => {
    answers(`GET /clusters/ci/${path}/${name}`, { [described]: { status, tags } });
  };

  it("is adopted by its cluster, its name and every planned tag", async () => {
    lists("one", "two");
    describes("one");
    expect(await find(type, planned)).toMatchObject({ is: "owned", id: "ci:one" });
  });

  it("is waited for while it changes, and reported when it failed", async () => {
    lists("one");
    describes("one", "CREATING");
    expect(await find(type, planned)).toMatchObject({ is: "transitioning", found: "ci:one" });
    describes("one", "CREATE_FAILED");
    expect(await find(type, planned)).toMatchObject({ is: "ambiguous", found: ["ci:one"] });
  });

  it("is adopted when it is degraded, since Terraform can repair it", async () => {
    lists("one");
    describes("one", "DEGRADED");
    expect(await find(type, planned)).toMatchObject({ is: "owned" });
  });

  it("is reported with other tags, and absent under other names", async () => {
    lists("one");
    describes("one", "ACTIVE", others);
    expect(await find(type, planned)).toMatchObject({ is: "ambiguous", found: ["ci:one"] });
    lists("two");
    expect(await find(type, planned)).toEqual({ is: "absent" });
  });

  it("is adopted by a generated name only with the cluster's tags", async () => {
    const prefixed = { cluster_name: "ci", [`${attribute}_prefix`]: "one-", tags_all: own };
    lists(`one-${suffix}`);
    describes(`one-${suffix}`);
    expect(await find(type, prefixed)).toMatchObject({ is: "owned", id: `ci:one-${suffix}` });
    describes(`one-${suffix}`, "ACTIVE", others);
    expect(await find(type, prefixed)).toEqual({ is: "absent" });
  });

  it("is absent without the cluster, and when it was deleted after EKS listed it", async () => {
    aws().answers.set(`GET /clusters/ci/${path}`, noCluster);
    expect(await find(type, planned)).toEqual({ is: "absent" });
    lists("one");
    aws().answers.set(`GET /clusters/ci/${path}/one`, noCluster);
    expect(await find(type, planned)).toEqual({ is: "absent" });
  });

  it("is undecided while the cluster or the name is unknown, and unknown when EKS refuses", async () => {
    expect(await find(type, { ...planned, cluster_name: undefined })).toMatchObject({ is: "undecided" });
    expect(await find(type, { cluster_name: "ci", tags_all: own })).toMatchObject({ is: "undecided" });
    await expect(find(type, planned)).rejects.toThrow();
  });
});
