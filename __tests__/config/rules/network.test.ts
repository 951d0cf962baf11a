import { describe, expect, it } from "vitest";
import { accepted, found } from "../samples";

const ids = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"];
const existing = { vpcId: "vpc-0123456789abcdef0", privateSubnetIds: ids };

describe("zones", () => {
  it.each([
    [["us-west-2a", "us-west-2b"], []],
    [["us-west-2a", "us-west-1b"], ["zone-region network.zones[1]"]],
    [["us-west-2a", "us-west-2b", "us-west-2a"], ["zone-duplicate network.zones[2]"]],
  ])("%j", (zones, expected) => {
    expect(found({ network: { zones } })).toEqual(expected);
  });
});

describe("an existing network", () => {
  it("excludes keys of a created network", () => {
    expect(found({ network: { existing } })).toEqual([]);
    expect(found({ network: { existing, cidr: "10.0.0.0/16" } })).toEqual([
      "existing-network-mixed network.cidr",
    ]);
    expect(found({ network: { existing, zones: 3, nat: "single" } })).toEqual([
      "existing-network-mixed network.zones",
      "existing-network-mixed network.nat",
    ]);
  });

  it("names each subnet once", () => {
    const twice = { ...existing, privateSubnetIds: [...ids, ids[0]] };
    expect(found({ network: { existing: twice } })).toEqual([
      "subnet-duplicate network.existing.privateSubnetIds[2]",
    ]);
  });
});

describe("NAT", () => {
  it("is missing with a warning", () => {
    expect(found({ network: { nat: "none" } })).toEqual(["nat-none network.nat"]);
    expect(accepted({ network: { nat: "none" } })).toBe(true);
    expect(found({ network: { nat: "per-zone" } })).toEqual([]);
  });
});

describe("version set tutorial", () => {
  const existing = {
    vpcId: "vpc-0123456789abcdef0",
    privateSubnetIds: ["subnet-0123456a", "subnet-0123456b"],
  };
  it("has the network that the tutorial creates", () => {
    expect(found({ network: { existing } })).toEqual([]);
    expect(found({ network: { existing }, versions: { set: "tutorial" } })).toContain(
      "existing-network-tutorial network.existing",
    );
  });
});
