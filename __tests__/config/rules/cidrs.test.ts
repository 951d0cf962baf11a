import { describe, expect, it } from "vitest";
import { accepted, found } from "../samples";

const vpc = (cidr: string) => ({ network: { cidr } });
const allowed = (...allowedCidrs: string[]) => ({ cluster: { endpoint: { allowedCidrs } } });

describe("the VPC's block", () => {
  it.each([
    ["10.0.0.0/16", []],
    ["10.0.0.0/20", []],
    ["192.168.0.0/17", []],
    ["10.0.300.0/16", ["cidr-invalid network.cidr"]],
    ["10.0.0.0/33", ["cidr-invalid network.cidr"]],
    ["010.0.0.0/16", ["cidr-invalid network.cidr"]],
    ["10.0.1.0/16", ["cidr-host-bits network.cidr"]],
    ["10.0.0.0/15", ["vpc-size network.cidr"]],
    ["10.0.0.0/21", ["vpc-size network.cidr"]],
    ["127.0.0.0/16", ["cidr-reserved network.cidr"]],
    ["169.254.0.0/16", ["cidr-reserved network.cidr"]],
    ["10.100.0.0/16", ["service-range-taken network.cidr"]],
    ["172.20.128.0/18", ["service-range-taken network.cidr"]],
  ])("%s", (cidr, expected) => {
    expect(found(vpc(cidr))).toEqual(expected);
  });

  it("may overlap one of the two service ranges, not both", () => {
    expect(accepted(vpc("10.100.0.0/16"))).toBe(true);
    expect(found(vpc("128.0.0.0/1"))).toContain("cidr-reserved network.cidr");
    expect(found(vpc("0.0.0.0/0"))).toContain("vpc-size network.cidr");
  });

  it("is not checked with an existing VPC", () => {
    const existing = {
      vpcId: "vpc-0123456789abcdef0",
      privateSubnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
    };
    expect(found({ network: { existing } })).toEqual([]);
  });
});

const path = "cluster.endpoint.allowedCidrs";

describe("the blocks that may reach the endpoint", () => {
  it.each([
    [["198.51.100.0/24", "203.0.113.7/32"], []],
    [["203.0.113.7/24"], [`cidr-host-bits ${path}[0]`]],
    [["203.0.113.0/24", "1.2.3.999/32"], [`cidr-invalid ${path}[1]`]],
    [["10.1.0.0/16"], [`allowed-cidr-private ${path}[0]`]],
    [["203.0.113.0/24", "192.168.1.0/24"], [`allowed-cidr-private ${path}[1]`]],
    [["203.0.113.0/24", "203.0.113.128/25"], [`cidr-overlap ${path}[1]`]],
    [["0.0.0.0/0", "203.0.113.0/24"], [`cidr-overlap ${path}[1]`]],
  ])("%j", (cidrs, expected) => {
    expect(found(allowed(...cidrs))).toEqual(expected);
  });
});
