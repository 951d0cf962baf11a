import { describe, expect, it } from "vitest";
import { configOf } from "../samples";

describe("a created network", () => {
  it("is divided as in the tutorial: three private /20 from 0, three public /24 from 48", () => {
    expect(configOf().network).toEqual({
      kind: "created",
      cidr: "10.0.0.0/16",
      zones: { count: 3 },
      nat: "single",
      privateSubnets: ["10.0.0.0/20", "10.0.16.0/20", "10.0.32.0/20"],
      publicSubnets: ["10.0.48.0/24", "10.0.49.0/24", "10.0.50.0/24"],
      endpoints: [],
    });
  });

  it("has its public subnets after the private ones if it has more zones", () => {
    expect(configOf({ network: { zones: 5 } }).network).toMatchObject({
      privateSubnets: ["10.0.0.0/20", "10.0.16.0/20", "10.0.32.0/20", "10.0.48.0/20", "10.0.64.0/20"],
      publicSubnets: ["10.0.80.0/24", "10.0.81.0/24", "10.0.82.0/24", "10.0.83.0/24", "10.0.84.0/24"],
    });
  });

  it("has a subnet for each named zone, from any block", () => {
    const network = { cidr: "192.168.16.0/20", zones: ["us-west-2a", "us-west-2d"] };
    expect(configOf({ network }).network).toMatchObject({
      zones: { names: ["us-west-2a", "us-west-2d"] },
      privateSubnets: ["192.168.16.0/24", "192.168.17.0/24"],
      publicSubnets: ["192.168.19.0/28", "192.168.19.16/28"],
    });
  });
});

describe("an existing network", () => {
  it("has the configured VPC and subnets", () => {
    const existing = {
      vpcId: "vpc-0123456789abcdef0",
      privateSubnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
    };
    expect(configOf({ network: { existing } }).network).toEqual({ kind: "existing", ...existing });
  });
});
