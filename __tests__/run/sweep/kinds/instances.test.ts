import { describe, expect, it } from "vitest";
import { instances, launchTemplates } from "../../../../src/run/sweep/kinds/instances";
import { tagSet } from "../../../support/aws-xml";
import { others, own, useScriptedAccount } from "../scripted-account";

const account = useScriptedAccount();
const { ec2, find, isOwned, remove } = account;
const owned = { "kubernetes.io/cluster/ci": "owned" };
type Tags = Readonly<Record<string, string>>;

describe("an instance", () => {
  it("is listed with its tags and its VPC until it is terminated", async () => {
    const states = ["running", "shutting-down", "stopped", "terminated"];
    ec2("DescribeInstances", {
      reservationSet: states.map((name) => ({
        instancesSet: [{ instanceId: name, instanceState: { name }, vpcId: "vpc-1", tagSet: tagSet(owned) }],
      })),
    });
    const found = await find(instances);
    expect(found.map(({ id }) => id)).toEqual(["running", "shutting-down", "stopped"]);
    expect(found[0]).toEqual({ id: "running", tags: owned, vpcId: "vpc-1" });
  });

  it("is read alone by its id, and terminated by it", async () => {
    ec2("DescribeInstances", { reservationSet: [] });
    expect(await find(instances, "i-1")).toEqual([]);
    expect(account.aws().asked("DescribeInstances")).toMatchObject([{ "InstanceId.1": "i-1" }]);
    ec2("TerminateInstances", {});
    await remove(instances, "i-1");
    expect(account.aws().asked("TerminateInstances")).toMatchObject([{ "InstanceId.1": "i-1" }]);
  });

  it.each<[boolean, Tags]>([
    [true, { ...owned, "karpenter.sh/nodepool": "spot" }],
    [true, { "eks:eks-cluster-name": "ci", "karpenter.sh/provisioner-name": "spot" }],
    [false, owned],
    [false, { "karpenter.sh/nodepool": "spot" }],
    [false, { "kubernetes.io/cluster/ci-eu": "owned", "karpenter.sh/nodepool": "spot" }],
    [false, { ...own, "karpenter.sh/nodepool": "spot" }],
  ])("is the cluster's (%s) with the tags %j", (expected, tags) => {
    expect(isOwned(instances, { id: "i-1", tags })).toBe(expected);
  });
});

describe("a launch template", () => {
  it("is listed with its name and its tags, and deleted by its id", async () => {
    ec2("DescribeLaunchTemplates", {
      launchTemplates: [{ launchTemplateId: "lt-1", launchTemplateName: "ci", tagSet: tagSet(own) }],
    });
    expect(await find(launchTemplates, "lt-1")).toEqual([{ id: "lt-1", name: "ci", tags: own }]);
    expect(account.aws().asked("DescribeLaunchTemplates")).toMatchObject([{ "LaunchTemplateId.1": "lt-1" }]);
    ec2("DeleteLaunchTemplate", {});
    await remove(launchTemplates, "lt-1");
    expect(account.aws().asked("DeleteLaunchTemplate")).toMatchObject([{ LaunchTemplateId: "lt-1" }]);
  });

  it.each<[boolean, Tags]>([
    [true, { "karpenter.k8s.aws/cluster": "ci" }],
    [true, { "karpenter.k8s.aws/ec2nodeclass": "spot", "eks:eks-cluster-name": "ci" }],
    [true, owned],
    [true, own],
    [false, { "eks:eks-cluster-name": "ci" }],
    [false, { "karpenter.k8s.aws/ec2nodeclass": "spot" }],
    [false, others],
  ])("is the cluster's (%s) with the tags %j", (expected, tags) => {
    expect(isOwned(launchTemplates, { id: "lt-1", name: "ci", tags })).toBe(expected);
  });
});
