import { describe, expect, it } from "vitest";
import { blockOf, configOf, stackOf } from "../support/synth";

const base = { name: "ci", region: "eu-west-1" };
const vpc = (network: unknown) => stackOf(configOf({ ...base, network }), "vpc");

describe("the network", () => {
  it("uses the first zones that every account has", () => {
    const stack = vpc({ zones: 2 });
    expect(blockOf(stack, "module.vpc").azs).toBe(
      "${slice(data.aws_availability_zones.available.names, 0, 2)}",
    );
    expect(blockOf(stack, "data.aws_availability_zones.available")).toEqual({
      filter: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
      exclude_zone_ids: ["use1-az3", "usw1-az2", "cac1-az3"],
    });
  });

  it("uses named zones without a data source", () => {
    const stack = vpc({ zones: ["eu-west-1a", "eu-west-1c"] });
    expect(blockOf(stack, "module.vpc").azs).toEqual(["eu-west-1a", "eu-west-1c"]);
    expect(stack.data).not.toHaveProperty("aws_availability_zones");
  });

  it.each([
    ["single", { enable_nat_gateway: true, single_nat_gateway: true, one_nat_gateway_per_az: false }],
    ["per-zone", { enable_nat_gateway: true, single_nat_gateway: false, one_nat_gateway_per_az: true }],
    ["none", { enable_nat_gateway: false, single_nat_gateway: false, one_nat_gateway_per_az: false }],
  ])("NAT %s", (nat, expected) => {
    expect(blockOf(vpc({ nat }), "module.vpc")).toMatchObject(expected);
  });

  it("has the configured VPC endpoints: interfaces in the private subnets, S3 in their route tables", () => {
    const stack = vpc({ nat: "none", endpoints: ["ecr.dkr", "s3"] });
    expect(blockOf(stack, "aws_vpc_endpoint.endpoint_ecr_dkr")).toEqual({
      vpc_id: "${module.vpc.vpc_id}",
      service_name: "com.amazonaws.eu-west-1.ecr.dkr",
      vpc_endpoint_type: "Interface",
      subnet_ids: "${module.vpc.private_subnets}",
      security_group_ids: ["${aws_security_group.endpoints.id}"],
      private_dns_enabled: true,
      tags: { "glrunner/cluster": "ci", Name: "ci-ecr.dkr" },
    });
    expect(blockOf(stack, "aws_vpc_endpoint.endpoint_s3")).toMatchObject({
      vpc_endpoint_type: "Gateway",
      route_table_ids: "${module.vpc.private_route_table_ids}",
    });
    expect(blockOf(stack, "aws_security_group.endpoints")).toMatchObject({
      name_prefix: "ci-endpoints-",
      ingress: [{ from_port: 443, to_port: 443, protocol: "tcp", cidr_blocks: ["10.0.0.0/16"] }],
    });
    expect(vpc({ endpoints: ["s3"] }).resource).not.toHaveProperty("aws_security_group");
    expect(vpc({}).resource).not.toHaveProperty("aws_vpc_endpoint");
  });

  it("uses an existing VPC after AWS confirmed its subnets, and creates nothing", () => {
    const existing = {
      vpcId: "vpc-0123456789abcdef0",
      privateSubnetIds: ["subnet-0000000a", "subnet-0000000b"],
    };
    const stack = vpc({ existing });
    expect(stack.module).toEqual({});
    expect(Object.keys(stack.resource)).toEqual(["terraform_data"]);
    expect(blockOf(stack, "data.aws_subnet.private_1")).toEqual({
      id: "subnet-0000000b",
      vpc_id: "vpc-0123456789abcdef0",
    });
    expect(stack.output.private_subnet_ids?.value).toEqual([
      "${data.aws_subnet.private_0.id}",
      "${data.aws_subnet.private_1.id}",
    ]);
  });
});
