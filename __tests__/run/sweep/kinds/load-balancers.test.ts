import { describe, expect, it } from "vitest";
import {
  classicLoadBalancers,
  loadBalancers,
  targetGroups,
} from "../../../../src/run/sweep/kinds/load-balancers";
import { queryError, tagMembers } from "../../../support/aws-xml";
import { own, useScriptedAccount } from "../scripted-account";

const account = useScriptedAccount();
const { find, isOwned, query, remove } = account;
const owned = { "kubernetes.io/cluster/ci": "owned" };
const byController = { "elbv2.k8s.aws/cluster": "ci" };

/** Values of a numbered parameter: `Names.member.1`, `Names.member.2`. */
const members = (input: Readonly<Record<string, unknown>>, name: string) =>
  Object.entries(input).flatMap(([key, value]) => (key.startsWith(`${name}.member.`) ? [value] : []));

describe("a classic load balancer", () => {
  it("is listed with its tags and its VPC", async () => {
    query("DescribeLoadBalancers", {
      LoadBalancerDescriptions: [{ LoadBalancerName: "a", VPCId: "vpc-1" }, { LoadBalancerName: "b" }],
    });
    query("DescribeTags", { TagDescriptions: [{ LoadBalancerName: "a", Tags: tagMembers(owned) }] });
    expect(await find(classicLoadBalancers)).toEqual([
      { id: "a", tags: owned, vpcId: "vpc-1" },
      { id: "b", tags: {}, vpcId: undefined },
    ]);
  });

  it("is read alone by its name, and deleted by it", async () => {
    query("DescribeLoadBalancers", { LoadBalancerDescriptions: [{ LoadBalancerName: "a" }] });
    query("DescribeTags", { TagDescriptions: [] });
    expect(await find(classicLoadBalancers, "a")).toHaveLength(1);
    const [request = {}] = account.aws().asked("DescribeLoadBalancers");
    expect(members(request, "LoadBalancerNames")).toEqual(["a"]);
    query("DeleteLoadBalancer");
    await remove(classicLoadBalancers, "a");
    expect(account.aws().asked("DeleteLoadBalancer")).toMatchObject([{ LoadBalancerName: "a" }]);
  });

  it("has a name for its absence that AWS uses", async () => {
    account.aws().answers.set("DescribeLoadBalancers", queryError("LoadBalancerNotFound"));
    const error: unknown = await find(classicLoadBalancers, "a").catch((reason: unknown) => reason);
    expect(classicLoadBalancers.gone).toContain(error instanceof Error ? error.name : "");
  });
});

describe("a load balancer", () => {
  it("is listed with its tags, which AWS takes twenty at a time", async () => {
    const arns = Array.from({ length: 21 }, (_, index) => `arn:${index}`);
    query("DescribeLoadBalancers", {
      LoadBalancers: arns.map((LoadBalancerArn) => ({
        ...{ LoadBalancerArn, LoadBalancerName: LoadBalancerArn.slice(4), VpcId: "vpc-1" },
      })),
    });
    query("DescribeTags", { TagDescriptions: [{ ResourceArn: "arn:20", Tags: tagMembers(byController) }] });
    const found = await find(loadBalancers);
    expect(found).toHaveLength(21);
    expect(found.at(-1)).toEqual({ id: "arn:20", name: "20", tags: byController, vpcId: "vpc-1" });
    const batches = account.aws().asked("DescribeTags");
    expect(batches.map((input) => members(input, "ResourceArns").length)).toEqual([20, 1]);
  });

  it("is read alone by its ARN, and deleted by it", async () => {
    query("DescribeLoadBalancers", { LoadBalancers: [] });
    expect(await find(loadBalancers, "arn:a")).toEqual([]);
    const [request = {}] = account.aws().asked("DescribeLoadBalancers");
    expect(members(request, "LoadBalancerArns")).toEqual(["arn:a"]);
    query("DeleteLoadBalancer");
    await remove(loadBalancers, "arn:a");
    expect(account.aws().asked("DeleteLoadBalancer")).toMatchObject([{ LoadBalancerArn: "arn:a" }]);
  });

  it("is listed from every page", async () => {
    account.aws().answers.set("DescribeLoadBalancers", ({ Marker }) => {
      const name = Marker === "more" ? "b" : "a";
      const next = Marker === "more" ? "" : "<NextMarker>more</NextMarker>";
      const member = `<member><LoadBalancerArn>arn:${name}</LoadBalancerArn></member>`;
      const result = `<LoadBalancers>${member}</LoadBalancers>${next}`;
      return `<R><DescribeLoadBalancersResult>${result}</DescribeLoadBalancersResult></R>`;
    });
    query("DescribeTags", { TagDescriptions: [] });
    expect((await find(loadBalancers)).map(({ id }) => id)).toEqual(["arn:a", "arn:b"]);
  });
});

describe("a target group", () => {
  it("is listed with the load balancers that use it", async () => {
    query("DescribeTargetGroups", {
      TargetGroups: [
        { TargetGroupArn: "arn:t", TargetGroupName: "t", VpcId: "vpc-1", LoadBalancerArns: ["arn:a"] },
      ],
    });
    query("DescribeTags", { TagDescriptions: [{ ResourceArn: "arn:t", Tags: tagMembers(own) }] });
    expect(await find(targetGroups, "arn:t")).toEqual([
      { id: "arn:t", name: "t", tags: own, vpcId: "vpc-1", usedBy: ["arn:a"] },
    ]);
    const [request = {}] = account.aws().asked("DescribeTargetGroups");
    expect(members(request, "TargetGroupArns")).toEqual(["arn:t"]);
  });

  it("is deleted by its ARN, and its refusal passes while a load balancer is deleted", async () => {
    account.aws().answers.set("DeleteTargetGroup", queryError("ResourceInUse"));
    const error: unknown = await remove(targetGroups, "arn:t").catch((reason: unknown) => reason);
    expect(targetGroups.passing).toBe(error instanceof Error ? error.name : "");
    expect(account.aws().asked("DeleteTargetGroup")).toMatchObject([{ TargetGroupArn: "arn:t" }]);
  });
});

describe("the owner of a load balancer", () => {
  it.each([classicLoadBalancers, loadBalancers, targetGroups])(
    "of kind $name is in Kubernetes' tag",
    (kind) => {
      expect(isOwned(kind, { id: "a", tags: owned })).toBe(true);
      expect(isOwned(kind, { id: "ci", tags: {} })).toBe(false);
      expect(isOwned(kind, { id: "a", tags: { "kubernetes.io/cluster/ci": "shared" } })).toBe(false);
      expect(isOwned(kind, { id: "a", tags: { "kubernetes.io/cluster/ci-eu": "owned" } })).toBe(false);
    },
  );

  it("is in the controller's tag too, but not for the classic ones, which it never creates", () => {
    const resource = { id: "a", tags: byController };
    expect(isOwned(loadBalancers, resource)).toBe(true);
    expect(isOwned(targetGroups, resource)).toBe(true);
    expect(isOwned(classicLoadBalancers, resource)).toBe(false);
    expect(isOwned(loadBalancers, { id: "a", tags: { "elbv2.k8s.aws/cluster": "ci-eu" } })).toBe(false);
  });
});
