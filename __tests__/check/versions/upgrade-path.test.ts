import { describe, expect, it } from "vitest";
import { upgradePath, type UpgradeQuestion } from "../../../src/check/versions/upgrade-path";
import { configOf } from "../../support/synth";

interface Given {
  readonly versions?: object;
  readonly image?: string;
  readonly more?: object;
}

const on = "2026-11-30";
const runners = [{ name: "fast", token: "env:TF_VAR_token" }];
const current = { kubernetes: "1.35", karpenter: "1.15.0", runnerChart: "0.92.2" };

function configured({ versions, image = "al2023@v20260903", more }: Given) {
  const addons = { karpenter: { nodes: { image } } };
  return configOf({
    name: "ci",
    region: "us-east-1",
    versions: { ...current, ...versions },
    addons,
    runners,
    ...more,
  });
}

function path(given: Given, question: Omit<Partial<UpgradeQuestion>, "config"> = {}) {
  const found = upgradePath({ config: configured(given), on, ...question });
  if (!found.ok) throw new Error(found.message);
  return found;
}

/** Each step as `id value...`. */
const steps = (...question: Parameters<typeof path>) =>
  path(...question).steps.map(({ id, settings }) => [id, ...settings.map(({ to }) => to)].join(" "));

function refusal(given: Given, question: Omit<Partial<UpgradeQuestion>, "config"> = {}) {
  const found = upgradePath({ config: configured(given), on, ...question });
  if (found.ok) throw new Error("there is a way");
  return found;
}

describe("the upgrade path", () => {
  it("has no step if the configuration has the tested versions", () => {
    expect(path({})).toEqual({ ok: true, on, from: "1.35", to: "1.35", steps: [], newer: "1.36" });
  });

  it("upgrades Kubernetes one minor version at a time", () => {
    expect(steps({ versions: { kubernetes: "1.33" } }, { to: "1.36" })).toEqual([
      ...["kubernetes 1.34", "kubernetes 1.35", "kubernetes 1.36"],
    ]);
    const [step] = path({ versions: { kubernetes: "1.34" } }).steps;
    expect(step).toMatchObject({
      settings: [{ path: ["versions", "kubernetes"], from: "1.34", to: "1.35" }],
      deploys: [["eks"], ["addons", "runners"]],
      then: [
        "kubectl --namespace kube-system rollout restart deployment coredns",
        "kubectl --namespace karpenter rollout restart deployment karpenter",
        "kubectl --namespace gitlab-runner rollout restart deployment",
      ],
    });
  });

  it("restarts nothing on nodes, since Karpenter replaces them", () => {
    const more = { cluster: { platform: "nodes" } };
    const [step] = path({ versions: { kubernetes: "1.34" }, more }).steps;
    expect(step?.then).toEqual([]);
  });

  it("upgrades Karpenter before the first control plane that needs it", () => {
    const versions = { kubernetes: "1.33", karpenter: "1.5.0" };
    expect(steps({ versions })).toEqual(["karpenter 1.15.0", "kubernetes 1.34", "kubernetes 1.35"]);
    expect(path({ versions }).steps[0]).toMatchObject({
      why: expect.stringContaining("Kubernetes 1.34") as string,
      deploys: [["addons"]],
    });
  });

  it("upgrades Karpenter only after its patches have ended", () => {
    const lts = { versions: { karpenter: "1.9.2" } };
    expect(steps(lts)).toEqual([]);
    expect(steps(lts, { on: "2027-03-01", to: "1.35" })).toContain("karpenter 1.15.0");
    expect(steps({ versions: { karpenter: "1.12.2" } })).toEqual(["karpenter 1.15.0"]);
    expect(steps({ versions: { karpenter: "1.15.1" } })).toEqual([]);
    const more = { addons: { karpenter: { enabled: false } } };
    expect(steps({ versions: { karpenter: "1.12.2" }, more })).toEqual([]);
  });

  it("sets a newer machine image before a Kubernetes version that is newer than the image", () => {
    const old = { versions: { kubernetes: "1.34" }, image: "al2023@v20251101" };
    expect(steps(old)).toEqual(["node-image al2023@v20260903", "kubernetes 1.35"]);
    expect(steps({ ...old, image: "al2023@latest" })).toEqual(["kubernetes 1.35"]);
  });

  it("sets a newer machine image at the end if only its age is the reason", () => {
    const given = { versions: { kubernetes: "1.34", runnerChart: "0.90.0" }, image: "al2023@v20260201" };
    expect(steps(given)).toEqual([
      ...["kubernetes 1.35", "node-image al2023@v20260903", "runner-chart 0.92.2"],
    ]);
    expect(steps({ image: "al2023@v20260802" })).toEqual([]);
    expect(steps({ image: "al2023@v20260801" })).toEqual(["node-image al2023@v20260903"]);
  });

  it("names the page with images if it knows no newer one", () => {
    const [step] = path({ image: "al2023@v20260903" }, { on: "2027-01-10", to: "1.35" }).steps;
    expect(step).toMatchObject({
      ...{ id: "node-image", settings: [] },
      lookAt: "https://github.com/awslabs/amazon-eks-ami/releases",
    });
  });

  it("starts from the cluster's version instead of the configured one", () => {
    const ahead = { versions: { kubernetes: "1.36" } };
    expect(steps(ahead, { deployed: "1.34" })).toEqual(["kubernetes 1.35"]);
    expect(path(ahead, { deployed: "1.35", to: "1.36" }).steps).toMatchObject([
      { id: "kubernetes", what: "Kubernetes 1.35 to 1.36", settings: [] },
    ]);
    expect(path({ versions: { kubernetes: "1.34" } }, { deployed: "1.35" }).steps).toMatchObject([
      { id: "kubernetes", settings: [{ from: "1.34", to: "1.35" }], then: [] },
    ]);
  });

  it("goes to the newest version if the support of the tested one ends soon", () => {
    expect(path({}, { on: "2026-12-26" }).to).toBe("1.35");
    expect(path({}, { on: "2026-12-27" })).toMatchObject({ to: "1.36" });
    expect(path({}, { on: "2026-12-27" })).not.toHaveProperty("newer");
    expect(path({ versions: { kubernetes: "1.36" } }).to).toBe("1.36");
  });

  it.each([
    ["1.34", "EKS never goes back"],
    ["1.99", "EKS does not offer Kubernetes 1.99"],
    ["1.30", "EKS never goes back"],
  ])("refuses %s: %s", (to, why) => {
    expect(refusal({}, { to })).toMatchObject({ code: "upgrade-target" });
    expect(refusal({}, { to }).message).toContain(why);
  });

  it("refuses set tutorial, whose versions are the published ones", () => {
    const more = { versions: { set: "tutorial" }, addons: {} };
    expect(refusal({ more })).toMatchObject({ code: "upgrade-adopted" });
  });
});
