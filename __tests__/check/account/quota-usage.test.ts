/** How much of each quota the account uses without this cluster. */
import { describe, expect, it } from "vitest";
import { quotaUsage } from "../../../src/check/account/quota-usage";
import type { QuotaName } from "../../../src/facts/aws/quotas";
import { ec2Answer, tagSet } from "../../support/aws-xml";
import { useScriptedContext } from "./scripted-context";

const { aws, context, ec2 } = useScriptedContext();
const use = (name: QuotaName, zones: readonly string[] = []) =>
  quotaUsage(name, { aws: context(), cluster: "ci", zones });
const uses = async (name: QuotaName, zones?: readonly string[]) => {
  const answer = await use(name, zones);
  return answer.ok ? answer.value : answer.failure.trouble;
};

describe("the use of a quota", () => {
  it("counts VPCs on every page", async () => {
    aws().answers.set("DescribeVpcs", ({ NextToken }) =>
      NextToken === "more"
        ? ec2Answer("DescribeVpcs", { vpcSet: [{ vpcId: "3" }] })
        : ec2Answer("DescribeVpcs", { vpcSet: [{ vpcId: "1" }, { vpcId: "2" }], nextToken: "more" }),
    );
    expect(await uses("vpcs")).toBe(3);
  });

  it("counts elastic IPs and clusters", async () => {
    ec2("DescribeAddresses", { addressesSet: [{ allocationId: "1" }, { allocationId: "2" }] });
    expect(await uses("elasticIps")).toBe(2);
    aws().answers.set("GET /clusters", JSON.stringify({ clusters: ["ci", "other"] }));
    expect(await uses("clusters")).toBe(2);
  });

  it("is unknown for Fargate, and makes no call", async () => {
    expect(await use("fargateVcpu")).toEqual({ ok: true, value: undefined });
  });

  it.each<QuotaName>(["vpcs", "elasticIps", "clusters", "natGateways", "spotVcpu", "onDemandVcpu"])(
    "of %s has a reason when AWS refuses",
    async (name) => {
      expect(await uses(name)).toBe("denied");
    },
  );
});

describe("the use of NAT gateways", () => {
  it("is the usage of the zone with the most gateways", async () => {
    const gateways = ["s-a1", "s-a1", "s-a2", "s-b", "s-c", "s-c", "s-c", "s-c"];
    ec2("DescribeNatGateways", { natGatewaySet: gateways.map((subnetId) => ({ subnetId })) });
    const subnets = { "s-a1": "a", "s-a2": "a", "s-b": "b", "s-c": "c" };
    ec2("DescribeSubnets", {
      subnetSet: Object.entries(subnets).map(([subnetId, availabilityZone]) => ({
        subnetId,
        availabilityZone,
      })),
    });
    expect(await uses("natGateways", ["a", "b"])).toBe(3);
    expect(await uses("natGateways", ["b", "d"])).toBe(1);
    expect(aws().asked("DescribeNatGateways")[0]).toMatchObject({
      ...{ "Filter.1.Name": "state", "Filter.1.Value.1": "pending", "Filter.1.Value.2": "available" },
    });
    // Each subnet once: EC2 refuses an id that stands twice.
    expect(Object.keys(aws().asked("DescribeSubnets")[0] ?? {})).not.toContain("SubnetId.5");
  });

  it("is zero without a gateway, and reads no subnet", async () => {
    ec2("DescribeNatGateways", { natGatewaySet: [] });
    expect(await uses("natGateways", ["a"])).toBe(0);
    expect(aws().asked("DescribeSubnets")).toEqual([]);
  });
});

describe("the use of vCPUs", () => {
  const instance = (instanceType: string, more: object = {}) => ({
    ...{ instanceType, cpuOptions: { coreCount: 2, threadsPerCore: 2 }, ...more },
  });

  it("counts running standard instances of other clusters, Spot and On-Demand separately", async () => {
    const spot = { instanceLifecycle: "spot" };
    ec2("DescribeInstances", {
      reservationSet: [
        {
          instancesSet: [
            instance("m5.xlarge"),
            instance("t3.large", { cpuOptions: { coreCount: 1, threadsPerCore: 1 } }),
            instance("c5.xlarge", spot),
            instance("p3.2xlarge"),
            instance("m5.xlarge", { tagSet: tagSet({ "kubernetes.io/cluster/ci": "owned" }) }),
            instance("m5.xlarge", { ...spot, tagSet: tagSet({ "kubernetes.io/cluster/ci-eu": "owned" }) }),
          ],
        },
      ],
    });
    expect(await uses("onDemandVcpu")).toBe(5);
    expect(await uses("spotVcpu")).toBe(8);
    expect(aws().asked("DescribeInstances")[0]).toMatchObject({
      ...{ "Filter.1.Value.1": "pending", "Filter.1.Value.2": "running" },
    });
  });
});
