import { describe, expect, it } from "vitest";
import { fargateProfiles, type ProfileNeeds } from "../../../src/config/resolve/fargate-profiles";

const needs: ProfileNeeds = {
  name: "glrunner",
  set: "current",
  cluster: { systemPods: "fargate", managers: "fargate" },
  karpenter: true,
  addons: [],
  runners: [],
};
const fargate = (...namespaces: string[]) =>
  namespaces.map((namespace) => ({ compute: "fargate", namespace }));
/** Keys with their namespaces. */
const shape = (given: Partial<ProfileNeeds>) =>
  fargateProfiles({ ...needs, ...given }).map(({ key, selectors }) => [
    key,
    selectors.map(({ namespace }) => namespace),
  ]);

describe("Fargate profiles of version set current", () => {
  it("are as few as possible", () => {
    expect(fargateProfiles({ ...needs, runners: fargate("jobs", "jobs") })).toEqual([
      {
        key: "pods-1",
        name: "pods-glrunner-1",
        selectors: [
          { namespace: "kube-system" },
          { namespace: "karpenter" },
          { namespace: "gitlab-runner" },
          { namespace: "jobs" },
        ],
      },
    ]);
  });

  it("have five selectors each, in the order of first use", () => {
    expect(shape({ runners: fargate("b", "a", "b", "c", "d") })).toEqual([
      ["pods-1", ["kube-system", "karpenter", "gitlab-runner", "b", "a"]],
      ["pods-2", ["c", "d"]],
    ]);
  });

  it("have other add-ons last, and none if the system pods run on nodes", () => {
    const given = { addons: ["kube-system", "keda", "velero"], runners: fargate("a") };
    expect(shape(given)).toEqual([
      ["pods-1", ["kube-system", "karpenter", "gitlab-runner", "a", "keda"]],
      ["pods-2", ["velero"]],
    ]);
    expect(shape({ ...given, cluster: { systemPods: "nodes", managers: "nodes" } })).toEqual([
      ["pods-1", ["a"]],
    ]);
    expect(shape({ set: "tutorial", addons: ["keda", "karpenter"] }).slice(2)).toEqual([
      ["runners", ["keda"]],
    ]);
  });

  it("leave out pods that do not run on Fargate", () => {
    expect(shape({ cluster: { systemPods: "nodes", managers: "fargate" } })).toEqual([]);
    expect(shape({ cluster: { systemPods: "nodes", managers: "nodes" }, runners: fargate("jobs") })).toEqual([
      ["pods-1", ["jobs"]],
    ]);
    expect(shape({ karpenter: false, runners: [{ compute: "spot", namespace: "spot" }] })).toEqual([
      ["pods-1", ["kube-system", "gitlab-runner"]],
    ]);
  });

  it("have names that EKS does not reserve, short enough for the names of their roles", () => {
    const long = fargateProfiles({
      ...needs,
      name: "eks-a-name-of-27-characters",
      runners: fargate("a", "b", "c"),
    });
    expect(long.map(({ name }) => name)).toEqual([
      "pods-eks-a-name-of-27-characters-1",
      "pods-eks-a-name-of-27-characters-2",
    ]);
    expect(Math.max(...long.map(({ name }) => name.length))).toBeLessThanOrEqual(37);
  });
});

describe("Fargate profiles of version set tutorial", () => {
  it("are the two published profiles", () => {
    expect(fargateProfiles({ ...needs, set: "tutorial" })).toEqual([
      { key: "karpenter", name: "karpenter", selectors: [{ namespace: "karpenter" }] },
      { key: "kube_system", name: "kube-system", selectors: [{ namespace: "kube-system" }] },
    ]);
  });

  it("include further profiles for runners on Fargate", () => {
    expect(shape({ set: "tutorial", runners: fargate("a", "b", "c", "d", "e") }).slice(2)).toEqual([
      ["runners", ["gitlab-runner", "a", "b", "c", "d"]],
      ["runners-2", ["e"]],
    ]);
  });
});

describe("configured Fargate profiles", () => {
  it("win in both version sets, under their own names", () => {
    const selectors = [{ namespace: "x", labels: { app: "y" } }];
    const cluster = { ...needs.cluster, fargateProfiles: { mine: { selectors } } };
    const mine = [{ key: "mine", name: "mine", selectors }];
    expect(fargateProfiles({ ...needs, cluster, runners: fargate("a") })).toEqual(mine);
    expect(fargateProfiles({ ...needs, cluster, set: "tutorial" })).toEqual(mine);
  });
});
