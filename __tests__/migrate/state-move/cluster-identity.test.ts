import { describe, expect, it } from "vitest";
import { parseClusterIdentity } from "../../../src/migrate/state-move/cluster-identity";

interface Held {
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly resources?: readonly object[];
}
const text = ({ outputs = {}, resources = [] }: Held) =>
  JSON.stringify({ version: 4, terraform_version: "1.11.4", serial: 1, lineage: "a", outputs, resources });
const resource = (type: string, attributes: object, more: object = {}) => ({
  mode: "managed",
  module: "module.any",
  type,
  name: "this",
  instances: [{ attributes, ...more }],
});

describe("what a state holds about a cluster", () => {
  it("is what its stage publishes", () => {
    const network = { vpc_id: { value: "vpc-1", type: "string" }, private_subnet_ids: { value: ["a"] } };
    expect(parseClusterIdentity(text({ outputs: network }))).toEqual({ vpcId: "vpc-1" });
    const cluster = { oidc_provider: { value: "oidc.eks/id/1", type: "string" } };
    expect(parseClusterIdentity(text({ outputs: cluster }))).toEqual({ oidcIssuer: "oidc.eks/id/1" });
  });

  it("is in the resources where nothing is published", () => {
    const provider = resource("aws_iam_openid_connect_provider", { id: "arn", url: "oidc.eks/id/2" });
    expect(
      parseClusterIdentity(text({ resources: [resource("aws_vpc", { id: "vpc-2" }), provider] })),
    ).toEqual({
      vpcId: "vpc-2",
      oidcIssuer: "oidc.eks/id/2",
    });
  });

  it("is not what is only looked up, or waits to be destroyed", () => {
    const others = [
      { ...resource("aws_vpc", { id: "vpc-3" }), mode: "data" },
      resource("aws_vpc", { id: "vpc-4" }, { deposed: "abc" }),
    ];
    expect(parseClusterIdentity(text({ resources: others }))).toEqual({});
  });

  it("is nothing where there is no state", () => {
    expect(parseClusterIdentity("")).toEqual({});
  });
});
