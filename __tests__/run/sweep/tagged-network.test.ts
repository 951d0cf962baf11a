/** The parts of a network that carry the owner tags of a cluster. */
import { expect, it } from "vitest";
import { networkTypes, taggedNetwork } from "../../../src/run/sweep/tagged-network";
import { useScriptedAccount } from "./scripted-account";

const account = useScriptedAccount();
const { ec2 } = account;
const look = () => taggedNetwork(account.clients(), "ci");

type Tagged = readonly [type: string, id: string, key: string, value: string];
const tags = (...listed: readonly Tagged[]) => {
  const tagSet = listed.map(([resourceType, resourceId, key, value]) => ({
    ...{ resourceType, resourceId, key, value },
  }));
  ec2("DescribeTags", { tagSet });
};
const owner = "glrunner/cluster";

it("lists what has the owner tag of the cluster, and nothing of another one", async () => {
  tags(["vpc", "vpc-1", owner, "ci"], ["subnet", "subnet-1", owner, "ci"], ["vpc", "vpc-2", owner, "ci-eu"]);
  expect(await look()).toEqual([
    { type: "vpc", id: "vpc-1" },
    { type: "subnet", id: "subnet-1" },
  ]);
});

it("needs both tags of the published example, on one resource", async () => {
  const repository = "github.com/aws-ia/terraform-aws-eks-blueprints";
  tags(
    ["vpc", "vpc-1", "Blueprint", "ci"],
    ["vpc", "vpc-1", "GithubRepo", repository],
    ["vpc", "vpc-2", "Blueprint", "ci"],
    ["vpc", "vpc-3", "GithubRepo", repository],
  );
  expect(await look()).toEqual([{ type: "vpc", id: "vpc-1" }]);
});

it("asks for the types that the stages create, by every key of an owner tag", async () => {
  tags();
  expect(await look()).toEqual([]);
  const [request = {}] = account.aws().asked("DescribeTags");
  const values = Object.entries(request).flatMap(([key, value]) =>
    key.startsWith("Filter.2.Value.") ? [value] : [],
  );
  expect(request).toMatchObject({ "Filter.1.Name": "key", "Filter.2.Name": "resource-type" });
  expect(values).toEqual(networkTypes);
  expect(Object.values(request)).toContain(owner);
});

it.each([
  ["available", true],
  ["pending", true],
  ["deleting", true],
  ["deleted", false],
  ["failed", false],
])("lists a NAT gateway in state %s: %s", async (state, isListed) => {
  tags(["natgateway", "nat-1", owner, "ci"]);
  ec2("DescribeNatGateways", { natGatewaySet: [{ natGatewayId: "nat-1", state }] });
  expect((await look()).length > 0).toBe(isListed);
  expect(account.aws().asked("DescribeNatGateways")).toMatchObject([{ "Filter.1.Value.1": "nat-1" }]);
});

it.each([
  ["available", true],
  ["pending", true],
  ["deleting", false],
  ["Deleted", false],
])("lists a VPC endpoint in state %s: %s", async (state, isListed) => {
  tags(["vpc-endpoint", "vpce-1", owner, "ci"]);
  ec2("DescribeVpcEndpoints", { vpcEndpointSet: [{ vpcEndpointId: "vpce-1", state }] });
  expect((await look()).length > 0).toBe(isListed);
});

it("leaves out a gateway and an endpoint that EC2 knows by their tags only", async () => {
  tags(["natgateway", "nat-1", owner, "ci"], ["vpc-endpoint", "vpce-1", owner, "ci"]);
  ec2("DescribeNatGateways", { natGatewaySet: [] });
  ec2("DescribeVpcEndpoints", { vpcEndpointSet: [] });
  expect(await look()).toEqual([]);
});

it("is unknown, not empty, when EC2 refuses the list", async () => {
  await expect(look()).rejects.toThrow();
});
