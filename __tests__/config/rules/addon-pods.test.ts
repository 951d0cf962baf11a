import { describe, expect, it } from "vitest";
import recorded from "../../../modules/interfaces/kubernetes-addons.json";
import { blueprintsNamespaces } from "../../../src/facts/kubernetes/addon-namespaces";
import { configOf, found } from "../samples";

const on = (
  blueprints: Readonly<Record<string, unknown>>,
  cluster: Readonly<Record<string, unknown>> = {},
) => ({
  addons: { blueprints },
  cluster,
});
const profiles = (...namespaces: string[]) => ({
  fargateProfiles: { only: { selectors: namespaces.map((namespace) => ({ namespace })) } },
});
const path = "addons.blueprints";

describe("the table of add-ons", () => {
  it.each(blueprintsNamespaces.map(({ addon, helm }) => [addon, helm]))(
    "%s is one of the module's",
    (addon, helm) => {
      expect(recorded.variables).toHaveProperty(`enable_${addon}`);
      expect(recorded.variables).toHaveProperty(`${helm}_helm_config`);
    },
  );
});

describe("an add-on with a namespace of its own", () => {
  const keda = { enable_keda: true };
  it("gets a Fargate profile for its namespace, which may be configured", () => {
    const namespaces = (blueprints: Readonly<Record<string, unknown>>) =>
      configOf(on(blueprints)).cluster.fargateProfiles.flatMap(({ selectors }) =>
        selectors.map(({ namespace }) => namespace),
      );
    expect(namespaces(keda)).toEqual(["kube-system", "karpenter", "keda"]);
    expect(namespaces({ ...keda, keda_helm_config: { namespace: "scaling" } })).toContain("scaling");
    const traefik = { enable_traefik: true, traefik_helm_config: { name: "edge" } };
    expect(namespaces(traefik)).toContain("edge");
    expect(namespaces({ ...keda, keda_helm_config: { name: "other" } })).toContain("keda");
    expect(namespaces({ enable_keda: false })).toEqual(["kube-system", "karpenter"]);
    expect(namespaces({ enable_promtail: true })).not.toContain("promtail");
  });

  it("needs a selector in configured profiles, or runs on nodes", () => {
    expect(found(on(keda))).toEqual([]);
    expect(found(on(keda, profiles("kube-system", "karpenter", "ke*")))).toEqual([]);
    expect(found(on(keda, profiles("kube-system", "karpenter")))).toEqual([
      `addon-uncaught ${path}.enable_keda`,
    ]);
    expect(found(on(keda, { ...profiles("x"), systemPods: "nodes" }))).toEqual([]);
  });
});

describe("an add-on with a DaemonSet", () => {
  it("causes a warning without managed nodes", () => {
    const promtail = { enable_promtail: true };
    expect(found(on(promtail))).toEqual([`addon-needs-nodes ${path}.enable_promtail`]);
    expect(found(on({ enable_aws_efs_csi_driver: true }))).toEqual([
      `addon-needs-nodes ${path}.enable_aws_efs_csi_driver`,
    ]);
    expect(found(on(promtail, { managers: "nodes" }))).toEqual([]);
    expect(found(on({ enable_metrics_server: true }))).toEqual([]);
  });
});
