import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  managerNeeds,
  pollTimeoutSeconds,
  requestConcurrency,
  resolveManager,
} from "../../../src/config/resolve/manager";
import { runnerSchema } from "../../../src/config/schema/runners";

const managerOf = (given: object = {}) => runnerSchema.shape.manager.parse(given);

describe("the size of a manager", () => {
  it.each([
    // vCPU, memory asked for on Fargate; the sizes are 0.5/1, 1/2, 2/4, 4/8 and 16/32.
    [1, 0.25, "256Mi"],
    [50, 0.5, "768Mi"],
    [100, 1, "1792Mi"],
    [200, 2, "3840Mi"],
    [400, 4, "7936Mi"],
    [1000, 16, "32512Mi"],
  ])("for %d jobs on Fargate fills a Fargate size", (concurrent, cpu, memory) => {
    expect(resolveManager({ concurrent, manager: managerOf() }, "fargate")).toMatchObject({ cpu, memory });
  });

  it("on nodes is the requests of GitLab's formula", () => {
    expect(resolveManager({ concurrent: 200, manager: managerOf() }, "nodes")).toMatchObject({
      cpu: 1.21,
      memory: "1100Mi",
    });
  });

  it("is never below 1 vCPU and 1 GiB for 200 jobs", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), (concurrent) => {
        const { cpu, memoryMiB } = managerNeeds(concurrent, "nodes");
        expect(cpu).toBeGreaterThanOrEqual(concurrent / 200);
        expect(memoryMiB).toBeGreaterThanOrEqual((1024 / 200) * concurrent);
      }),
    );
  });

  it("is raised to the paid Fargate size where it is not configured", () => {
    const given = (manager: { cpu?: number; memory?: string }) =>
      resolveManager({ concurrent: 100, manager: managerOf(manager) }, "fargate");
    expect(given({ cpu: 4 })).toMatchObject({ cpu: 4, memory: "7936Mi" });
    expect(given({ memory: "6Gi" })).toMatchObject({ cpu: 1, memory: "6Gi" });
    expect(given({ cpu: 0.5, memory: "1Gi" })).toMatchObject({ cpu: 0.5, memory: "1Gi" });
  });
});

describe("the settings of a manager", () => {
  it("follow from its concurrency", () => {
    expect(resolveManager({ concurrent: 200, manager: managerOf() }, "fargate")).toEqual({
      cpu: 2,
      memory: "3840Mi",
      requestConcurrency: 20,
      checkIntervalSeconds: 1,
      pollTimeoutSeconds: 600,
      shutdownTimeoutSeconds: 3600,
    });
  });

  it("can be configured", () => {
    const manager = managerOf({
      image: "registry.example.com/gitlab-runner:alpine-v19.1.0",
      cpu: 1,
      memory: "2Gi",
      requestConcurrency: 1,
      checkIntervalSeconds: 3,
      pollTimeoutSeconds: 180,
      shutdownTimeoutSeconds: 0,
    });
    expect(resolveManager({ concurrent: 200, manager }, "fargate")).toEqual(manager);
  });

  it("request ten to fifty jobs at once", () => {
    expect([1, 100, 200, 1000, 2000].map(requestConcurrency)).toEqual([10, 10, 20, 50, 50]);
  });

  it("wait at least 360 s for a pod, 600 s with 200 jobs, longer with more", () => {
    expect([1, 200, 400, 1000].map(pollTimeoutSeconds)).toEqual([490, 600, 720, 1080]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1999 }), (concurrent) => {
        expect(pollTimeoutSeconds(concurrent)).toBeGreaterThanOrEqual(360);
        expect(pollTimeoutSeconds(concurrent + 1)).toBeGreaterThanOrEqual(pollTimeoutSeconds(concurrent));
      }),
    );
  });
});
