/** What is asked about an existing network, and which answers stop a first deploy. */
import { beforeEach, describe, expect, it } from "vitest";
import { existingNetworkFindings, networkErrors } from "../../../src/check/account/existing-network";
import { ec2Answer, ec2Error, type XmlContent } from "../../support/aws-xml";
import { cluster, noCluster } from "../../support/scripted-aws";
import { configOf } from "../../config/samples";
import { briefly, useScriptedContext } from "./scripted-context";

const { aws, context, ec2 } = useScriptedContext();
const ids = ["subnet-01234567", "subnet-01234568"] as const;
const vpcId = "vpc-01234567";
const config = configOf({ network: { existing: { vpcId, privateSubnetIds: [...ids] } } });

const subnetSet = ids.map((subnetId, index) => ({
  ...{ subnetId, vpcId, availabilityZone: `us-west-2${index === 0 ? "a" : "b"}` },
  availableIpAddressCount: 4000,
  tagSet: [{ key: "kubernetes.io/role/internal-elb", value: "1" }],
}));
const routeTable = (route: Readonly<Record<string, XmlContent>>) => ({
  associationSet: [{ main: true }],
  routeSet: [{ destinationCidrBlock: "0.0.0.0/0", state: "active", ...route }],
});

/** A network that suits. */
beforeEach(() => {
  ec2("DescribeSubnets", { subnetSet });
  ec2("DescribeRouteTables", { routeTableSet: [routeTable({ natGatewayId: "nat-1" })] });
  ec2("DescribeVpcEndpoints", { vpcEndpointSet: [] });
  aws().answers.set("DescribeVpcAttribute", ({ Attribute }) =>
    ec2Answer("DescribeVpcAttribute", { [String(Attribute)]: { value: true } }),
  );
  aws().answers.set("GET /clusters/glrunner", noCluster);
});
const look = async () => briefly(await existingNetworkFindings(config, context(), false));

describe("an existing network", () => {
  it("is read only by its own ids", async () => {
    expect((await look()).filter((each) => !each.endsWith(" ok"))).toEqual([]);
    expect(aws().asked("DescribeSubnets")).toMatchObject([{ "SubnetId.1": ids[0], "SubnetId.2": ids[1] }]);
    for (const operation of ["DescribeRouteTables", "DescribeVpcEndpoints"])
      expect(aws().asked(operation)).toMatchObject([
        { "Filter.1.Name": "vpc-id", "Filter.1.Value.1": vpcId },
      ]);
  });

  it("reports errors of its subnets, its DNS and its routes at once", async () => {
    ec2("DescribeSubnets", { subnetSet: subnetSet.slice(1) });
    aws().answers.set("DescribeVpcAttribute", ec2Error("InvalidVpcID.NotFound"));
    ec2("DescribeRouteTables", { routeTableSet: [routeTable({ state: "blackhole" })] });
    const errors = (await look()).filter((each) => each.endsWith(" error"));
    expect(errors).toEqual(expect.arrayContaining(["subnets error", "vpc error"]));
    expect(errors).toHaveLength(3);
  });

  it("reports subnets that do not exist as an error, not as unknown", async () => {
    aws().answers.set("DescribeSubnets", ec2Error("InvalidSubnetID.NotFound"));
    expect(await look()).toContain("subnets error");
  });

  it("needs a default route, or an endpoint for images", async () => {
    ec2("DescribeRouteTables", { routeTableSet: [] });
    const without = await look();
    const services = ["ecr.api", "ecr.dkr", "s3"].map((name) => ({
      serviceName: `com.amazonaws.us-west-2.${name}`,
    }));
    ec2("DescribeVpcEndpoints", { vpcEndpointSet: services });
    const levels = [without, await look()].map((found) => found.filter((each) => each.startsWith("routes")));
    expect(levels[0]).not.toEqual(levels[1]);
  });

  it.each([
    ["DescribeSubnets", "subnets unknown"],
    ["DescribeRouteTables", "routes unknown"],
    ["DescribeVpcAttribute", "vpc.dns-support unknown"],
  ])("is unknown, not wrong, where %s is refused", async (operation, expected) => {
    aws().answers.set(operation, ec2Error("UnauthorizedOperation", 403));
    const found = await look();
    expect(found).toContain(expected);
    expect(found.filter((each) => each.endsWith(" error"))).toEqual([]);
  });

  it("is unknown without credentials, and makes no call", async () => {
    const failure = { trouble: "none", reason: "there are no credentials", code: "" } as const;
    expect(briefly(await existingNetworkFindings(config, failure, false))).toEqual(["subnets unknown"]);
  });

  it("is not read if glrunner creates the network", async () => {
    expect(await existingNetworkFindings(configOf(), context(), false)).toEqual([]);
    expect(await networkErrors(configOf(), context())).toEqual([]);
    expect(aws().asked("DescribeSubnets")).toEqual([]);
  });
});

describe("the first deploy into an existing network", () => {
  const errors = async () => briefly(await networkErrors(config, context()));
  const broken = () => {
    ec2("DescribeSubnets", { subnetSet: subnetSet.slice(1) });
  };

  it("is stopped only by errors", async () => {
    expect(await errors()).toEqual([]);
    broken();
    aws().answers.set("DescribeRouteTables", ec2Error("UnauthorizedOperation", 403));
    expect(await errors()).toEqual(["subnets error"]);
  });

  it("is not stopped if the cluster exists, or if that is unknown", async () => {
    broken();
    aws().answers.set("GET /clusters/glrunner", cluster("glrunner"));
    expect(await errors()).toEqual([]);
    aws().answers.delete("GET /clusters/glrunner");
    expect(await errors()).toEqual([]);
    expect(aws().asked("DescribeSubnets")).toEqual([]);
  });
});
