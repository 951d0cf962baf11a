import { describe, expect, it } from "vitest";
import { found, runner } from "../samples";

const job = (change: Readonly<Record<string, unknown>>, compute = "fargate") => ({
  runners: [runner({ compute, job: change })],
});

describe("a job on Fargate", () => {
  it("is not privileged", () => {
    expect(found(job({ privileged: true }))).toEqual(["fargate-privileged runners[0].job.privileged"]);
    expect(found(job({ privileged: true }, "on-demand"))).toEqual([]);
  });

  it("fits into the largest size with its helper and the 256 MB that Fargate reserves", () => {
    const helper = { cpu: 1, memory: "1Gi" };
    expect(found(job({ cpu: 15, memory: "121600Mi", helper }))).toEqual([]);
    expect(found(job({ cpu: 15, memory: "121601Mi", helper }))).toEqual(["job-too-large runners[0].job"]);
    expect(found(job({ cpu: 15.001, memory: "1Gi", helper }))).toEqual(["job-too-large runners[0].job"]);
    expect(found(job({ cpu: 15.001, memory: "200Gi", helper }, "on-demand"))).toEqual([]);
  });

  it("has at most 175 GiB of disk", () => {
    expect(found(job({ ephemeralStorage: "175Gi" }))).toEqual([]);
    expect(found(job({ ephemeralStorage: "176Gi" }))).toEqual([
      "ephemeral-too-large runners[0].job.ephemeralStorage",
    ]);
    expect(found(job({ ephemeralStorage: "500Gi" }, "on-demand"))).toEqual([]);
  });
});

describe("a manager on Fargate", () => {
  const fleet = (change: Readonly<Record<string, unknown>>, managers = "fargate") => ({
    cluster: managers === "nodes" ? { managers, nodes: { instanceTypes: ["m6a.8xlarge"] } } : {},
    runners: [runner(change)],
  });
  it("fits into the largest size", () => {
    expect(found(fleet({ concurrent: 1776 }))).toEqual([]);
    expect(found(fleet({ concurrent: 1777 }))).toEqual(["manager-too-large runners[0].concurrent"]);
    expect(found(fleet({ concurrent: 1777 }, "nodes"))).toEqual([]);
    expect(found(fleet({ concurrent: 1777, manager: { cpu: 4 } }))).toEqual([]);
    expect(found(fleet({ manager: { memory: "120Gi" } }))).toEqual(["manager-too-large runners[0].manager"]);
  });
});
