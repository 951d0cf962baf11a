import { describe, expect, it } from "vitest";
import { found, runner } from "../samples";

const of = (...namespaces: string[]) => ({
  only: { selectors: namespaces.map((namespace) => ({ namespace })) },
});
const fargateProfiles = (...namespaces: string[]) => ({ cluster: { fargateProfiles: of(...namespaces) } });

describe("system pods on Fargate", () => {
  const path = "cluster.fargateProfiles";
  it("need a profile", () => {
    expect(found(fargateProfiles("kube-system", "karpenter"))).toEqual([]);
    expect(found(fargateProfiles("k*"))).toEqual([]);
    expect(found(fargateProfiles("karpenter"))).toEqual([`system-uncaught ${path}`]);
    expect(found(fargateProfiles("other"))).toEqual([`system-uncaught ${path}`, `system-uncaught ${path}`]);
  });

  it("need no profile on nodes, nor for Karpenter while it is disabled", () => {
    const off = { ...fargateProfiles("kube-system"), addons: { karpenter: { enabled: false } } };
    expect(found(off)).toEqual([]);
    expect(found({ cluster: { systemPods: "nodes", fargateProfiles: of("other") } })).toEqual([]);
  });
});

describe("managers on Fargate", () => {
  const runners = [runner()];
  const caught = ["kube-system", "karpenter", "gitlab-jobs-fargate"];
  it("need a profile", () => {
    expect(found({ runners, ...fargateProfiles(...caught, "gitlab-runner") })).toEqual([]);
    expect(found({ runners, ...fargateProfiles(...caught) })).toEqual([
      "managers-uncaught cluster.fargateProfiles",
    ]);
  });

  it("need no profile on nodes, nor without runners", () => {
    const cluster = { managers: "nodes", fargateProfiles: of(...caught) };
    expect(found({ runners, cluster })).toEqual([]);
    expect(found(fargateProfiles(...caught))).toEqual([]);
  });

  it("are not covered by a selector with labels", () => {
    const selectors = [
      ...caught.map((namespace) => ({ namespace })),
      { namespace: "gitlab-runner", labels: { a: "b" } },
    ];
    expect(found({ runners, cluster: { fargateProfiles: { only: { selectors } } } })).toEqual([
      "managers-uncaught cluster.fargateProfiles",
    ]);
  });
});

describe("pods on nodes", () => {
  const path = "cluster.fargateProfiles";
  const jobs = ["gitlab-jobs-fargate"];
  const onNodes = (cluster: Readonly<Record<string, unknown>>, change = {}) =>
    found({ runners: [runner()], cluster, ...change });

  it("must match no profile: the system pods", () => {
    const on = (...namespaces: string[]) => ({ systemPods: "nodes", fargateProfiles: of(...namespaces) });
    const rest = [...jobs, "gitlab-runner"];
    expect(onNodes(on(...rest))).toEqual([]);
    expect(onNodes(on(...rest, "kube-*"))).toEqual([`system-caught ${path}`]);
    expect(onNodes(on(...rest, "karpenter"))).toEqual([`system-caught ${path}`]);
    const off = { addons: { karpenter: { enabled: false } } };
    expect(onNodes(on(...rest, "karpenter"), off)).toEqual([]);
  });

  it("must match no profile: the managers", () => {
    const on = (...namespaces: string[]) => ({ managers: "nodes", fargateProfiles: of(...namespaces) });
    const rest = [...jobs, "kube-system", "karpenter"];
    expect(onNodes(on(...rest))).toEqual([]);
    expect(onNodes(on(...rest, "gitlab-*"))).toEqual([`managers-caught ${path}`]);
    expect(onNodes(on(...rest, "gitlab-*"), { runners: [] })).toEqual(["runners-none runners"]);
  });
});

describe("jobs", () => {
  const rest = ["kube-system", "karpenter", "gitlab-runner"];
  const twin = runner({ name: "twin", namespace: "gitlab-jobs-fargate" });

  it("on Fargate need a profile, which may have wildcards", () => {
    const runners = [runner({ namespace: "team-a" })];
    expect(found({ runners })).toEqual([]);
    expect(found({ runners, ...fargateProfiles(...rest, "team-?") })).toEqual([]);
    expect(found({ runners, ...fargateProfiles(...rest, "team-??") })).toEqual([
      "namespace-uncaught runners[0].namespace",
    ]);
  });

  it("on Fargate are not covered by a selector with labels", () => {
    const selectors = [
      ...rest.map((namespace) => ({ namespace })),
      { namespace: "team-a", labels: { a: "b" } },
    ];
    const cluster = { fargateProfiles: { only: { selectors } } };
    expect(found({ runners: [runner({ namespace: "team-a" })], cluster })).toEqual([
      "namespace-uncaught runners[0].namespace",
    ]);
  });

  it("on nodes must match no profile", () => {
    const spot = runner({ name: "spot", compute: "spot" });
    expect(found({ runners: [spot, twin] })).toEqual([]);
    expect(found({ runners: [spot, twin], ...fargateProfiles(...rest, "gitlab-jobs-*") })).toEqual([
      "namespace-caught runners[0].namespace",
    ]);
    expect(found({ runners: [{ ...spot, namespace: "gitlab-jobs-fargate" }, twin] })).toEqual([
      "namespace-caught runners[0].namespace",
    ]);
  });

  it("on nodes need Karpenter", () => {
    const runners = [runner({ compute: "on-demand" })];
    expect(found({ runners })).toEqual([]);
    expect(found({ runners, addons: { karpenter: { enabled: false } } })).toEqual([
      "karpenter-needed runners[0].compute",
    ]);
  });
});
