import { describe, expect, it } from "vitest";
import { parseClusterIdentity, readDeploymentStatus } from "../../../src/migrate/state-move/cluster-identity";
import { stateOf } from "./backend-stand-in";
import { useMoves } from "./moves";

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

describe("parseClusterIdentity", () => {
  it("reads the outputs of a stage", () => {
    const network = { vpc_id: { value: "vpc-1", type: "string" }, private_subnet_ids: { value: ["a"] } };
    expect(parseClusterIdentity(text({ outputs: network }))).toEqual({ vpcId: "vpc-1" });
    const cluster = { oidc_provider: { value: "oidc.eks/id/1", type: "string" } };
    expect(parseClusterIdentity(text({ outputs: cluster }))).toEqual({ oidcIssuer: "oidc.eks/id/1" });
  });

  it("reads the resources if there are no outputs", () => {
    const provider = resource("aws_iam_openid_connect_provider", { id: "arn", url: "oidc.eks/id/2" });
    expect(
      parseClusterIdentity(text({ resources: [resource("aws_vpc", { id: "vpc-2" }), provider] })),
    ).toEqual({
      vpcId: "vpc-2",
      oidcIssuer: "oidc.eks/id/2",
    });
  });

  it("ignores data sources and objects that wait for their destruction", () => {
    const others = [
      { ...resource("aws_vpc", { id: "vpc-3" }), mode: "data" },
      resource("aws_vpc", { id: "vpc-4" }, { deposed: "abc" }),
    ];
    expect(parseClusterIdentity(text({ resources: others }))).toEqual({});
  });

  it("returns nothing without a state", () => {
    expect(parseClusterIdentity("")).toEqual({});
  });
});

describe("the states of a configuration", () => {
  const moves = useMoves();
  const read = (layout: "staged" | "single" = "staged") =>
    readDeploymentStatus(moves.side("old", layout), { env: {} });

  it("show what is deployed, and the ids of the cluster, in either layout", async () => {
    moves.deployed();
    const { states } = moves.backend();
    const oidc = { outputs: { oidc_provider: { value: "oidc.eks/id/1" } } };
    states.set("old/eks", stateOf("l-eks", ["aws_eks_cluster.this"], oidc));
    expect(await read()).toEqual({
      ...{ ok: true, network: true, deployed: true, created: true },
      traces: { vpcId: "vpc-1", oidcIssuer: "oidc.eks/id/1" },
    });
    moves.deployedSingle();
    expect(await read("single")).toMatchObject({
      ...{ network: true, deployed: true, created: true },
      traces: { vpcId: "aws_vpc.this" },
    });
    expect(moves.backend().openFolders()).toEqual([]);
  });

  it("are read of the network and the cluster only", async () => {
    moves.deployed();
    await read();
    const pulls = moves.backend().commands.filter((each) => each.startsWith("pull"));
    expect(pulls.sort()).toEqual(["pull old/eks", "pull old/vpc"]);
  });

  it.each([
    ["nothing", [], [], { network: false, deployed: false, created: false }],
    ["the network only", ["aws_vpc.this"], [], { network: true, deployed: false, created: false }],
    ["no cluster yet", [], ["aws_iam_role.a"], { network: false, deployed: true, created: false }],
    [
      "a cluster in a given VPC",
      [],
      ["aws_eks_cluster.this"],
      { network: false, deployed: true, created: true },
    ],
  ])("show that they hold %s", async (_, vpc, eks, expected) => {
    const { states } = moves.backend();
    states.set("old/vpc", stateOf("l-vpc", vpc));
    states.set("old/eks", stateOf("l-eks", eks));
    expect(await read()).toMatchObject({ ok: true, ...expected });
  });

  it("do not exist before the first deploy", async () => {
    expect(await read()).toEqual({
      ...{ ok: true, network: false, deployed: false, created: false, traces: {} },
    });
  });

  it("are not read as those of another cluster, and the fix says so", async () => {
    const [resource] = stateOf("l", ["aws_eks_cluster.this"]).resources;
    if (resource === undefined) throw new Error("no resource");
    const other = { ...resource, instances: [{ attributes: { name: "another" } }] };
    moves.backend().states.set("old/eks", stateOf("l", [], { resources: [other] }));
    const status = await read();
    expect(status.ok ? "" : status.message).toContain("another");
    expect(status).toHaveProperty("fix");
  });

  it("are unknown, not empty, when a backend cannot be read", async () => {
    moves.deployed();
    moves.backend().failures.set("pull old/eks", "Error: access denied");
    const status = await read();
    expect(status.ok ? "" : status.message).toContain("access denied");
    expect(status).not.toHaveProperty("fix");
    expect(moves.backend().openFolders()).toEqual([]);
  });
});
