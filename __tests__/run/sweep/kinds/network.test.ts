import { describe, expect, it } from "vitest";
import { networkInterfaces, securityGroups } from "../../../../src/run/sweep/kinds/network";
import { ec2Error, tagSet } from "../../../support/aws-xml";
import { own, useScriptedAccount } from "../scripted-account";

const account = useScriptedAccount();
const { ec2, find, isOwned, remove } = account;
const owned = { "kubernetes.io/cluster/ci": "owned" };

describe("a network interface", () => {
  it("is listed with what uses it, unless it is free", async () => {
    ec2("DescribeNetworkInterfaces", {
      networkInterfaceSet: [
        {
          networkInterfaceId: "eni-1",
          description: "pod",
          vpcId: "vpc-1",
          status: "available",
          tagSet: tagSet(own),
        },
        { networkInterfaceId: "eni-2", status: "in-use", attachment: { instanceId: "i-1" } },
        { networkInterfaceId: "eni-3", status: "in-use", attachment: { instanceOwnerId: "amazon-elb" } },
        { networkInterfaceId: "eni-4", status: "in-use" },
      ],
    });
    const found = await find(networkInterfaces);
    expect(found[0]).toEqual({ id: "eni-1", name: "pod", tags: own, vpcId: "vpc-1" });
    expect(found.slice(1).map(({ usedBy }) => usedBy)).toEqual([
      ...[["i-1"], ["amazon-elb"], [expect.any(String)]],
    ]);
  });

  it("is read alone by its id, and deleted by it", async () => {
    ec2("DescribeNetworkInterfaces", { networkInterfaceSet: [] });
    expect(await find(networkInterfaces, "eni-1")).toEqual([]);
    const [request] = account.aws().asked("DescribeNetworkInterfaces");
    expect(request).toMatchObject({ "NetworkInterfaceId.1": "eni-1" });
    ec2("DeleteNetworkInterface");
    await remove(networkInterfaces, "eni-1");
    expect(account.aws().asked("DeleteNetworkInterface")).toMatchObject([{ NetworkInterfaceId: "eni-1" }]);
  });

  it("has a name for its absence that EC2 uses", async () => {
    account.aws().answers.set("DescribeNetworkInterfaces", ec2Error("InvalidNetworkInterfaceID.NotFound"));
    const error: unknown = await find(networkInterfaces, "eni-1").catch((reason: unknown) => reason);
    expect(networkInterfaces.gone).toContain(error instanceof Error ? error.name : "");
  });

  it.each<[boolean, Readonly<Record<string, string>>]>([
    [true, { "cluster.k8s.amazonaws.com/name": "ci" }],
    [true, { "eks:eni:owner": "amazon-vpc-cni", "eks:eks-cluster-name": "ci" }],
    [true, owned],
    [false, { "cluster.k8s.amazonaws.com/name": "ci-eu" }],
    [false, { "eks:eks-cluster-name": "ci" }],
    [false, { "eks:eni:owner": "amazon-vpc-cni" }],
    [false, { "kubernetes.io/cluster/ci": "shared" }],
  ])("is the cluster's (%s) with the tags %j", (expected, tags) => {
    expect(isOwned(networkInterfaces, { id: "eni-1", tags })).toBe(expected);
  });
});

describe("a security group", () => {
  const pair = (...groups: readonly string[]) => ({
    ...{ ipProtocol: "tcp", fromPort: 443, toPort: 443, groups: groups.map((groupId) => ({ groupId })) },
  });
  const group = (more: object = {}) => ({ groupId: "sg-1", groupName: "k8s", vpcId: "vpc-1", ...more });

  it("is listed, except the default one of each VPC, which AWS never deletes", async () => {
    ec2("DescribeSecurityGroups", {
      securityGroupInfo: [group({ tagSet: tagSet(owned) }), group({ groupId: "sg-2", groupName: "default" })],
    });
    expect(await find(securityGroups)).toEqual([{ id: "sg-1", name: "k8s", tags: owned, vpcId: "vpc-1" }]);
    await find(securityGroups, "sg-1");
    expect(account.aws().asked("DescribeSecurityGroups")[1]).toMatchObject({ "GroupId.1": "sg-1" });
  });

  it("loses the rules that name other groups of the sweep, and keeps every other rule", async () => {
    ec2("DescribeSecurityGroups", {
      securityGroupInfo: [
        group({
          ipPermissions: [pair("sg-2", "sg-9"), pair("sg-1"), pair("sg-9"), { ipProtocol: "-1" }],
          ipPermissionsEgress: [pair("sg-3")],
        }),
      ],
    });
    ec2("RevokeSecurityGroupIngress");
    ec2("RevokeSecurityGroupEgress");
    await securityGroups.release?.(account.clients(), "sg-1", new Set(["sg-1", "sg-2", "sg-3"]));
    const revoked = (operation: string) =>
      account
        .aws()
        .asked(operation)
        .map((input) => Object.entries(input).filter(([key]) => key.endsWith(".GroupId")));
    expect(revoked("RevokeSecurityGroupIngress")).toEqual([[["IpPermissions.1.Groups.1.GroupId", "sg-2"]]]);
    expect(revoked("RevokeSecurityGroupEgress")).toEqual([[["IpPermissions.1.Groups.1.GroupId", "sg-3"]]]);
    expect(account.aws().asked("RevokeSecurityGroupIngress")).toMatchObject([
      { GroupId: "sg-1", "IpPermissions.1.FromPort": "443" },
    ]);
  });

  it("keeps its rules when none of them names a group of the sweep", async () => {
    ec2("DescribeSecurityGroups", { securityGroupInfo: [group({ ipPermissions: [pair("sg-9")] })] });
    await securityGroups.release?.(account.clients(), "sg-1", new Set(["sg-1"]));
    expect(account.aws().asked("RevokeSecurityGroupIngress")).toEqual([]);
    expect(account.aws().asked("RevokeSecurityGroupEgress")).toEqual([]);
  });

  it("is deleted by its id, and its refusal passes while its interfaces are deleted", async () => {
    account.aws().answers.set("DeleteSecurityGroup", ec2Error("DependencyViolation"));
    const error: unknown = await remove(securityGroups, "sg-1").catch((reason: unknown) => reason);
    expect(securityGroups.passing).toBe(error instanceof Error ? error.name : "");
    expect(account.aws().asked("DeleteSecurityGroup")).toMatchObject([{ GroupId: "sg-1" }]);
  });

  it("is the cluster's by a tag that only AWS or Kubernetes sets", () => {
    const isClusters = (tags: Readonly<Record<string, string>>) =>
      isOwned(securityGroups, { id: "sg-1", tags });
    expect(isClusters(owned)).toBe(true);
    expect(isClusters({ "aws:eks:cluster-name": "ci" })).toBe(true);
    expect(isClusters({ "aws:eks:cluster-name": "ci-eu" })).toBe(false);
    expect(isClusters({ Name: "ci" })).toBe(false);
  });

  it("is the cluster's by the controller's tag only in the cluster's VPC", () => {
    const resource = { id: "sg-1", tags: { "elbv2.k8s.aws/cluster": "ci" }, vpcId: "vpc-1" };
    expect(isOwned(securityGroups, resource, { vpcId: "vpc-1" })).toBe(true);
    expect(isOwned(securityGroups, resource, { vpcId: "vpc-2" })).toBe(false);
    expect(isOwned(securityGroups, resource)).toBe(false);
  });
});
