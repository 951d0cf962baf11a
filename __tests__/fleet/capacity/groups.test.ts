import { describe, expect, it } from "vitest";
import { fleetGroups, registryOf } from "../../../src/fleet/capacity/groups";
import { configOf, runner } from "../../config/samples";

const groupsOf = (change: Readonly<Record<string, unknown>>) => fleetGroups(configOf(change));

describe("runners are one group", () => {
  it("if GitLab assigns them the same jobs on the same compute", () => {
    const like = (name: string, more: object = {}) => runner({ name, tags: ["eks"], ...more });
    const groups = groupsOf({
      runners: [
        like("a"),
        like("b", { tags: ["other"] }),
        like("c", { concurrent: 7, gitlabUrl: "https://gitlab.com/" }),
      ],
    });
    expect(groups.map(({ runners, indices, concurrent }) => ({ runners, indices, concurrent }))).toEqual([
      { runners: ["a", "c"], indices: [0, 2], concurrent: 57 },
      { runners: ["b"], indices: [1], concurrent: 50 },
    ]);
  });
});

describe("the room for pods", () => {
  it("on Fargate is the quota and the addresses without managers and system pods", () => {
    // A job of 0.25 and its helper of 0.25 are a pod of half a vCPU.
    const job = { cpu: 0.25, memory: "512Mi", helper: { cpu: 0.25, memory: "256Mi" } };
    const [group] = groupsOf({
      capacity: { fargateVcpuQuota: 14, addresses: 100 },
      runners: [runner({ concurrent: 100, job })],
    });
    // The system's pods take 2.5 vCPU and 20 addresses, the manager of 100 jobs one of each: 10.5 vCPU are 21 pods.
    expect(group?.fleet.hosting).toMatchObject({ kind: "fargate", podsOfQuota: 21, podsOfAddresses: 79 });
    expect(group).toMatchObject({ standingVcpu: 3.5, podVcpu: 0.5 });
  });

  it("on nodes is by the quota of the pool's capacity type and the limit of the pool", () => {
    const pool = (capacity: string) => ({ capacity, cpus: [4], maxCpu: 40 });
    const job = { cpu: 0.75, memory: "512Mi", helper: { cpu: 0.25, memory: "256Mi" } };
    const [spot, onDemand] = groupsOf({
      capacity: { spotVcpuQuota: 16, onDemandVcpuQuota: 8 },
      addons: { karpenter: { nodePools: { spot: pool("spot"), "on-demand": pool("on-demand") } } },
      runners: [
        runner({ name: "a", compute: "spot", job }),
        runner({ name: "b", compute: "on-demand", job }),
      ],
    });
    // Of four vCPU 3.7 are for pods of one: three a node. Four nodes, two nodes; the pool has ten.
    expect(spot?.fleet.hosting).toMatchObject({ kind: "nodes", podsOfQuota: 12, podsOfPool: 30 });
    expect(onDemand?.fleet.hosting).toMatchObject({ kind: "nodes", podsOfQuota: 6, podsOfPool: 30 });
  });

  it("for spot-first is by the on-demand quota", () => {
    const hosting = (compute: string) =>
      groupsOf({
        capacity: { spotVcpuQuota: 800, onDemandVcpuQuota: 32 },
        runners: [runner({ compute }), runner({ name: "twin" })],
      })[0]?.fleet.hosting;
    expect(hosting("spot-first")).toMatchObject({ kind: "nodes", podsOfQuota: 31 });
    expect(hosting("spot-first")).toEqual(hosting("on-demand"));
  });

  it("does not lose a pod by a floating-point error", () => {
    // Of 16 vCPU 15.7 are for pods of a tenth; as floating point divides, 156.99999999999997.
    const [group] = groupsOf({
      addons: {
        karpenter: { nodePools: { "on-demand": { capacity: "on-demand", cpus: [16], maxCpu: 16 } } },
      },
      runners: [
        runner({
          compute: "on-demand",
          job: { cpu: 0.05, memory: "512Mi", helper: { cpu: 0.05, memory: "256Mi" } },
        }),
      ],
    });
    expect(group?.fleet.hosting).toMatchObject({ podsOfPool: 157 });
  });
});

describe("the registry", () => {
  const registryOf = (image: string, network: object = {}, compute = "fargate") => {
    const [group] = groupsOf({ network, runners: [runner({ compute, job: { image } })] });
    return group?.fleet.registry;
  };

  it("limits Fargate, and not nodes, which cache images", () => {
    const none = { pullsPerSecond: Infinity, pulls: Infinity };
    expect(registryOf("public.ecr.aws/docker/library/alpine:3")).toEqual({
      pullsPerSecond: 10,
      pulls: Infinity,
    });
    expect(registryOf("123456789012.dkr.ecr.us-west-2.amazonaws.com/a:1")).toEqual({
      ...{ pullsPerSecond: 2000, pulls: Infinity },
    });
    expect(registryOf("registry.example.com/a:1")).toEqual(none);
    expect(registryOf("alpine:3", {}, "on-demand")).toEqual(none);
  });

  it("Docker Hub limits the pulls of each NAT gateway address", () => {
    expect(registryOf("alpine:3", { nat: "single", zones: 3 })?.pulls).toBe(100);
    expect(registryOf("alpine:3", { nat: "per-zone", zones: 3 })?.pulls).toBe(300);
  });
});

it.each([
  ["alpine", "docker-hub"],
  ["ruby:3.4", "docker-hub"],
  ["bitnami/git:2", "docker-hub"],
  ["docker.io/library/ruby:3.4", "docker-hub"],
  ["public.ecr.aws/docker/library/ruby:3.4", "ecr-public"],
  ["123456789012.dkr.ecr.us-west-2.amazonaws.com/ruby:3.4", "ecr-private"],
  ["registry.gitlab.com/group/image", "other"],
  ["localhost:5000/image", "other"],
] as const)("%s is of %s", (image, registry) => {
  expect(registryOf(image)).toBe(registry);
});
