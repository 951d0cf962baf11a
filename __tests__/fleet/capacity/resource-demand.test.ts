import { describe, expect, it } from "vitest";
import { fargateVcpu, instanceVcpu, podAddresses } from "../../../src/fleet/capacity/resource-demand";
import { quotaNeeds } from "../../../src/check/account/quotas";
import { configOf, runner } from "../../config/samples";

describe("the resources that a fleet needs", () => {
  it("are by Fargate sizes, not by requests", () => {
    // 0.3 vCPU with 0.25 of the helper is a size of 1; 100 jobs' manager is one of 1, CoreDNS and Karpenter are 2.5.
    const job = { cpu: 0.3, memory: "512Mi", helper: { cpu: 0.25, memory: "256Mi" } };
    expect(fargateVcpu(configOf({ runners: [runner({ concurrent: 100, job })] }))).toEqual({
      jobs: 100,
      managers: 1,
      system: 2.5,
      total: 103.5,
    });
  });

  it("on Fargate are only for pods on Fargate", () => {
    const change = {
      cluster: { managers: "nodes", systemPods: "nodes" },
      runners: [runner({ compute: "on-demand", concurrent: 10 })],
    };
    expect(fargateVcpu(configOf(change)).total).toBe(0);
  });

  it("are instances by capacity type, up to the limit of their pool", () => {
    const pools = (maxCpu: number) => ({
      addons: { karpenter: { nodePools: { "on-demand": { capacity: "on-demand", maxCpu } } } },
      runners: [runner({ compute: "on-demand", concurrent: 200 })],
    });
    expect(instanceVcpu(configOf(pools(1000)))).toEqual({ spot: 0, onDemand: 200, otherFamilies: [] });
    expect(instanceVcpu(configOf(pools(64))).onDemand).toBe(64);
  });

  it("are on-demand instances for spot-first", () => {
    const runners = [
      runner({ name: "a", compute: "spot", concurrent: 10 }),
      runner({ name: "b", compute: "spot-first", concurrent: 20 }),
      runner({ name: "c", compute: "on-demand", concurrent: 30 }),
    ];
    expect(instanceVcpu(configOf({ runners }))).toEqual({ spot: 10, onDemand: 50, otherFamilies: [] });
    expect(instanceVcpu(configOf({ runners, versions: { set: "tutorial" } }))).toMatchObject({
      spot: 10,
      onDemand: 50,
    });
  });

  it("include managed nodes and the one that an update adds", () => {
    const change = { cluster: { managers: "nodes", nodes: { instanceTypes: ["m6a.xlarge"], count: 2 } } };
    expect(instanceVcpu(configOf(change)).onDemand).toBe(12);
  });

  it("leave out instance families of other quotas", () => {
    const change = {
      addons: { karpenter: { nodePools: { gpu: { capacity: "on-demand", instanceCategories: ["g"] } } } },
      runners: [runner({ compute: "on-demand", nodePool: "gpu" })],
    };
    expect(instanceVcpu(configOf(change))).toEqual({ spot: 0, onDemand: 0, otherFamilies: ["gpu"] });
  });

  it("include an address for each pod on Fargate", () => {
    expect(podAddresses(configOf({ runners: [runner({ concurrent: 100 })] }))).toBe(121);
  });

  it("do not include existing resources twice", () => {
    const names = (deployed: boolean) =>
      quotaNeeds(configOf(), { deployed, network: deployed }).map(({ name }) => name);
    expect(names(false)).toEqual(["fargateVcpu", "vpcs", "elasticIps", "natGateways", "clusters"]);
    expect(names(true)).toEqual(["fargateVcpu"]);
  });

  it("include an Elastic IP for each NAT gateway", () => {
    const need = (nat: string) =>
      quotaNeeds(configOf({ network: { nat, zones: 4 } }), { deployed: false, network: false }).find(
        ({ name }) => name === "elasticIps",
      )?.needed;
    expect(need("single")).toBe(1);
    expect(need("per-zone")).toBe(4);
    expect(need("none")).toBeUndefined();
  });
});
