import { describe, expect, it } from "vitest";
import { found, runner } from "../samples";

const system = { selectors: [{ namespace: "kube-system" }, { namespace: "karpenter" }] };
const given = (profiles: Readonly<Record<string, unknown>>) => ({
  cluster: { fargateProfiles: { system, ...profiles } },
});
const selectors = (count: number) => Array.from({ length: count }, (_, i) => ({ namespace: `team-${i}` }));
const labels = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`l${i}`, "x"]));
const named = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`p${i}`, { selectors: selectors(1) }]));

describe("configured Fargate profiles", () => {
  it("are at most ten", () => {
    expect(found(given(named(9)))).toEqual([]);
    expect(found(given(named(10)))).toEqual(["profiles-too-many cluster.fargateProfiles"]);
  });

  it("have at most five selectors", () => {
    expect(found(given({ jobs: { selectors: selectors(5) } }))).toEqual([]);
    expect(found(given({ jobs: { selectors: selectors(6) } }))).toEqual([
      "selectors-too-many cluster.fargateProfiles.jobs.selectors",
    ]);
  });

  it("have at most five labels in a selector", () => {
    const jobs = (count: number) =>
      given({ jobs: { selectors: [{ namespace: "a", labels: labels(count) }] } });
    expect(found(jobs(5))).toEqual([]);
    expect(found(jobs(6))).toEqual(["labels-too-many cluster.fargateProfiles.jobs.selectors[0].labels"]);
  });

  it("do not have names that EKS reserves", () => {
    expect(found(given({ "eks-jobs": { selectors: selectors(1) } }))).toEqual([
      "profile-name-reserved cluster.fargateProfiles.eks-jobs",
    ]);
    expect(found(given({ jobs: { name: "eks-jobs", selectors: selectors(1) } }))).toEqual([
      "profile-name-reserved cluster.fargateProfiles.jobs",
    ]);
  });

  it("have unique names, which may differ from their keys", () => {
    const jobs = (name: string) => given({ more_jobs: { name, selectors: selectors(1) } });
    expect(found(jobs("more-jobs"))).toEqual([]);
    expect(found(jobs("system"))).toEqual(["profile-duplicate cluster.fargateProfiles.more_jobs"]);
  });
});

describe("computed Fargate profiles", () => {
  const fleet = (count: number) => ({
    runners: Array.from({ length: count }, (_, i) =>
      runner({ name: `r${i}`, namespace: `team-${i}`, concurrent: 10 }),
    ),
  });

  it("are at most ten, with fifty selectors, three of them for the system and the managers", () => {
    expect(found(fleet(47))).toEqual([]);
    expect(found(fleet(48))).toEqual(["profiles-too-many runners"]);
  });
});
