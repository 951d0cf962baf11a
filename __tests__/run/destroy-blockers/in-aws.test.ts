/** Resources in the account that block a destroy: those of the cluster, not those of others. */
import { describe, expect, it } from "vitest";
import {
  balancersInVpc,
  balancersOfCluster,
  interfacesInVpc,
  strayInstances,
} from "../../../src/run/destroy-blockers/in-aws";
import { tagMembers, tagSet } from "../../support/aws-xml";
import { others, own, useScriptedAccount } from "../sweep/scripted-account";

const account = useScriptedAccount();
const { ec2, query } = account;
const search = () => ({ aws: account.clients(), cluster: account.cluster() });
const owned = { "kubernetes.io/cluster/ci": "owned" };
type Tags = Readonly<Record<string, string>>;

const namesOf = async (blockers: Promise<readonly { readonly names: readonly string[] }[]>) =>
  (await blockers).flatMap(({ names }) => names);

describe("stray instances", () => {
  const instances = (listed: Readonly<Record<string, readonly [tags: Tags, state?: string]>>) => {
    const instancesSet = Object.entries(listed).map(([instanceId, [tags, name = "running"]]) => ({
      ...{ instanceId, instanceState: { name }, tagSet: tagSet(tags) },
    }));
    ec2("DescribeInstances", { reservationSet: [{ instancesSet }] });
  };

  it.each<[string, Tags]>([
    ["Kubernetes' tag", owned],
    ["the tag of EKS", { "eks:eks-cluster-name": "ci" }],
    ["Karpenter's tag", { "karpenter.k8s.aws/cluster": "ci" }],
    ["a node pool that Terraform does not wait for", { ...owned, "karpenter.sh/nodepool": "by-hand" }],
  ])("are those with %s", async (_, tags) => {
    instances({ "i-1": [tags] });
    expect(await namesOf(strayInstances(search(), ["spot"]))).toEqual(["i-1"]);
  });

  it.each<[string, Tags, string?]>([
    ["of another cluster", { "kubernetes.io/cluster/ci-eu": "owned" }],
    ["shared with another cluster", { "kubernetes.io/cluster/ci": "shared" }],
    ["of a managed node group", { ...owned, "eks:nodegroup-name": "system" }],
    ["of a node pool that Terraform waits for", { ...owned, "karpenter.sh/nodepool": "spot" }],
    ["of a provisioner that Terraform waits for", { ...owned, "karpenter.sh/provisioner-name": "spot" }],
    ["that are terminated", owned, "terminated"],
  ])("are none %s", async (_, tags, state) => {
    instances({ "i-1": [tags, state] });
    expect(await strayInstances(search(), ["spot"])).toEqual([]);
  });
});

describe("load balancers", () => {
  const balancers = (
    classic: Readonly<Record<string, readonly [vpcId: string, tags: Tags]>>,
    network: Readonly<Record<string, readonly [vpcId: string, tags: Tags]>> = {},
  ) => {
    // Both services have an operation of this name; the answer holds the lists of both.
    query("DescribeLoadBalancers", {
      LoadBalancerDescriptions: Object.entries(classic).map(([LoadBalancerName, [VPCId]]) => ({
        ...{ LoadBalancerName, VPCId },
      })),
      LoadBalancers: Object.entries(network).map(([name, [VpcId]]) => ({
        ...{ LoadBalancerArn: `arn:${name}`, LoadBalancerName: name, VpcId },
      })),
    });
    query("DescribeTags", {
      TagDescriptions: [
        ...Object.entries(classic).map(([LoadBalancerName, [, tags]]) => ({
          ...{ LoadBalancerName, Tags: tagMembers(tags) },
        })),
        ...Object.entries(network).map(([name, [, tags]]) => ({
          ...{ ResourceArn: `arn:${name}`, Tags: tagMembers(tags) },
        })),
      ],
    });
  };

  it("of the cluster are those with its tags, of either generation", async () => {
    balancers(
      { a1: ["vpc-1", owned], a2: ["vpc-1", { "kubernetes.io/cluster/ci-eu": "owned" }] },
      {
        b1: ["vpc-2", { "elbv2.k8s.aws/cluster": "ci" }],
        b2: ["vpc-1", { "elbv2.k8s.aws/cluster": "ci-eu" }],
      },
    );
    expect(await namesOf(balancersOfCluster(search()))).toEqual(["a1", "arn:b1 (b1)"]);
  });

  it("in the VPC block it whatever their tags", async () => {
    balancers({ a1: ["vpc-1", {}], a2: ["vpc-2", owned] }, { b1: ["vpc-1", {}] });
    expect(await namesOf(balancersInVpc(search(), "vpc-1"))).toEqual(["a1", "arn:b1 (b1)"]);
  });

  it("are no blocker when there are none", async () => {
    balancers({});
    expect(await balancersOfCluster(search())).toEqual([]);
    expect(await balancersInVpc(search(), "vpc-1")).toEqual([]);
  });
});

describe("network interfaces in the VPC", () => {
  const interfaces = (...listed: readonly (readonly [id: string, vpcId: string, instance?: string])[]) => {
    ec2("DescribeNetworkInterfaces", {
      networkInterfaceSet: listed.map(([networkInterfaceId, vpcId, instanceId]) => ({
        ...{ networkInterfaceId, vpcId, status: instanceId === undefined ? "available" : "in-use" },
        attachment: { instanceId },
      })),
    });
  };
  const deletedByTheStage = (gateway: string, endpoint: string, tags: Tags) => {
    ec2("DescribeNatGateways", {
      natGatewaySet: [{ natGatewayAddressSet: [{ networkInterfaceId: gateway }] }],
    });
    ec2("DescribeVpcEndpoints", {
      vpcEndpointSet: [{ networkInterfaceIdSet: [endpoint], tagSet: tagSet(tags) }],
    });
  };

  it("are all but those of its NAT gateways and of the cluster's endpoints", async () => {
    deletedByTheStage("eni-nat", "eni-endpoint", own);
    interfaces(["eni-nat", "vpc-1"], ["eni-endpoint", "vpc-1"], ["eni-1", "vpc-1"], ["eni-2", "vpc-2"]);
    expect(await namesOf(interfacesInVpc(search(), "vpc-1"))).toEqual(["eni-1"]);
    for (const operation of ["DescribeNatGateways", "DescribeVpcEndpoints"])
      expect(account.aws().asked(operation)).toMatchObject([{ "Filter.1.Value.1": "vpc-1" }]);
  });

  it("include those of endpoints that somebody else created", async () => {
    deletedByTheStage("eni-nat", "eni-endpoint", others);
    interfaces(["eni-endpoint", "vpc-1", "i-1"]);
    expect(await namesOf(interfacesInVpc(search(), "vpc-1"))).toEqual(["eni-endpoint (used by i-1)"]);
  });
});

it.each([
  ["instances", () => strayInstances(search(), [])],
  ["load balancers", () => balancersOfCluster(search())],
  ["network interfaces", () => interfacesInVpc(search(), "vpc-1")],
])("a refused search for %s is a blocker without names", async (_, look) => {
  expect(await look()).toMatchObject([{ names: [] }]);
});
