import { describe, expect, it } from "vitest";
import { usableAddresses } from "../../../src/config/resolve/network";
import { systemAddresses } from "../../../src/config/rules/addresses";
import { found, runner } from "../samples";

describe("addresses of the private subnets", () => {
  it("are a sixteenth of the block for each zone, minus five", () => {
    expect(usableAddresses("10.0.0.0/16", 3)).toBe(3 * (4096 - 5));
    expect(usableAddresses("10.0.0.0/20", 2)).toBe(2 * (256 - 5));
  });

  const fleet = (concurrent: number) => ({
    network: { cidr: "10.0.0.0/20", zones: 2 },
    runners: [runner({ concurrent: 200 }), runner({ name: "runner2", concurrent })],
  });

  it("must be enough for every job, manager and system pod", () => {
    const room = 502 - 200 - 2 - systemAddresses;
    expect(found(fleet(room))).toEqual([]);
    expect(found(fleet(room + 1))).toEqual(["addresses-too-few network.cidr"]);
  });

  it("must be enough for the managed nodes too", () => {
    const room = 502 - 200 - 2 - systemAddresses;
    expect(found({ ...fleet(room), cluster: { managers: "nodes" } })).toEqual([
      "addresses-too-few network.cidr",
    ]);
    const nodes = { managers: "nodes", nodes: { count: 2, instanceTypes: ["m6a.2xlarge"] } };
    expect(found({ ...fleet(room - 3 * 32), cluster: nodes })).toEqual([]);
  });

  it("must be enough for the nodes of jobs, in blocks of 16 with one in reserve", () => {
    const onDemand = (concurrent: number, cpus: readonly number[], change = {}) => ({
      network: { cidr: "10.0.0.0/20", zones: 2 },
      runners: [runner({ compute: "on-demand", concurrent })],
      addons: { karpenter: { nodePools: { "on-demand": { capacity: "on-demand", cpus, ...change } } } },
    });
    // Jobs of 1 vCPU; 502 - 1 - 20 addresses are 15 nodes.
    expect(found(onDemand(15 * 4, [8, 4]))).toEqual([]);
    expect(found(onDemand(15 * 4 + 1, [8, 4]))).toEqual(["addresses-too-few network.cidr"]);
    expect(found(onDemand(15 * 4 + 1, [8]))).toEqual([]);
    expect(found(onDemand(15 * 4 + 1, [8, 4], { maxCpu: 60 }))).toEqual([]);
    const set = { versions: { set: "tutorial" } };
    const published = (concurrent: number) => {
      const { network, runners } = onDemand(concurrent, []);
      return found({ network, runners, ...set });
    };
    expect(published(15 * 8)).toEqual(["kubernetes-adopt-only versions.kubernetes"]);
    expect(published(15 * 8 + 1)).toEqual(["addresses-too-few network.cidr"]);
  });

  it("are unknown for an existing VPC", () => {
    const existing = {
      vpcId: "vpc-0123456789abcdef0",
      privateSubnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
    };
    expect(found({ network: { existing }, runners: [runner({ concurrent: 1000 })] })).toEqual([]);
  });
});
