import { describe, expect, it } from "vitest";
import type { Subnet } from "@aws-sdk/client-ec2";
import { subnetFindings } from "../../../src/check/account/subnets";
import type { Deployed } from "../../../src/check/options";
import { configOf, runner } from "../../config/samples";

const ids = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"] as const;
const network = { kind: "existing", vpcId: "vpc-0123456789abcdef0", privateSubnetIds: [...ids] } as const;
const tag = { Key: "kubernetes.io/role/internal-elb", Value: "1" };

const subnet = (index: 0 | 1, more: Subnet = {}): Subnet => ({
  SubnetId: ids[index],
  VpcId: network.vpcId,
  AvailabilityZone: `us-west-2${index === 0 ? "a" : "b"}`,
  AvailableIpAddressCount: 4000,
  Tags: [tag],
  ...more,
});

function brief(first: Subnet, second: Subnet, deployed: Deployed = false): readonly string[] {
  const config = configOf({ runners: [runner({ concurrent: 10 })] });
  return subnetFindings(config, network, [subnet(0, first), subnet(1, second)], deployed).map(
    ({ id, level }) => `${id.replace("account.", "")} ${level}`,
  );
}

describe("the subnets of an existing network", () => {
  it("pass with two zones, free addresses and tags", () => {
    expect(brief({}, {})).toEqual(["subnets ok", "addresses ok"]);
    expect(brief({}, { AvailabilityZone: "us-west-2a" })).toContain("subnets error");
    expect(brief({}, { AvailabilityZone: "us-east-1e", AvailabilityZoneId: "use1-az3" })).toContain(
      "subnets error",
    );
  });

  it("need six addresses each for the control plane, and should have 16", () => {
    expect(brief({ AvailableIpAddressCount: 16 }, {})).not.toContain("subnets.room warning");
    expect(brief({ AvailableIpAddressCount: 15 }, {})).toContain("subnets.room warning");
    expect(brief({ AvailableIpAddressCount: 6 }, {})).toContain("subnets.room warning");
    expect(brief({ AvailableIpAddressCount: 5 }, {})).toContain("subnets.room error");
    // Its own control plane has them already.
    expect(brief({ AvailableIpAddressCount: 5 }, {}, true)).toEqual(["subnets ok"]);
  });

  it("without the tag for load balancers are a warning", () => {
    expect(brief({ Tags: [] }, { Tags: [{ ...tag, Value: "0" }] })).toContain("subnets.tags warning");
  });
});
