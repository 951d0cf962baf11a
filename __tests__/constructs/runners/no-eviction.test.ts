/** A job on a node runs to its end: Karpenter may remove only an empty node. */
import fc from "fast-check";
import { parse as parseToml } from "smol-toml";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { ConfigInput } from "../../../src/config";
import { at, blockOf, configOf, stackOf } from "../../support/synth";

/** By Karpenter's API version. */
const annotations: Readonly<Record<string, object>> = {
  "karpenter.sh/v1": { "karpenter.sh/do-not-disrupt": "true" },
  "karpenter.sh/v1alpha5": { "karpenter.sh/do-not-evict": "true" },
};

const fargate = { name: "twin", token: "env:TF_VAR_twin" };
const base = { name: "ci", region: "us-west-2" };

function manifestsOf(input: ConfigInput): readonly unknown[] {
  const { kubectl_manifest: made = {} } = stackOf(configOf(input), "addons").resource;
  return Object.values(made).map(({ yaml_body: text }): unknown => parse(String(text)));
}

const kubernetesOf = (input: ConfigInput): unknown => {
  const values: unknown = parse(
    String(at(blockOf(stackOf(configOf(input), "runners"), "helm_release.release_r"), "values", 0)),
  );
  return at(parseToml(String(at(values, "runners", "config"))), "runners", 0, "kubernetes");
};

describe.each([
  ["current", "NodePool", "karpenter.sh/v1"],
  ["tutorial", "Provisioner", "karpenter.sh/v1alpha5"],
] as const)("set %s", (set, kind, api) => {
  const of = (runner: object): ConfigInput => ({
    ...base,
    versions: { set },
    runners: [{ name: "r", token: "env:TF_VAR_r", ...runner }, fargate],
  });

  it(`has nodes of ${api} alone`, () => {
    const makers = manifestsOf(of({})).filter((each) => at(each, "kind") === kind);
    expect(makers.length).toBeGreaterThan(0);
    expect(new Set(makers.map((each) => at(each, "apiVersion")))).toEqual(new Set([api]));
  });

  it.each(["spot", "on-demand"] as const)(
    "protects a job on %s with the annotation of that API",
    (compute) => {
      expect(at(kubernetesOf(of({ compute })), "pod_annotations")).toEqual(annotations[api]);
      const extraToml = "[[runners]]\n[runners.kubernetes.pod_annotations]\nteam = 'a'\n";
      expect(at(kubernetesOf(of({ compute, extraToml })), "pod_annotations")).toEqual({
        ...annotations[api],
        team: "a",
      });
    },
  );

  it("needs no annotation on Fargate", () => {
    expect(kubernetesOf(of({}))).not.toHaveProperty("pod_annotations");
  });
});

describe("node pools, for any choice of options,", () => {
  it("remove only empty nodes, and an expired node waits for its last job", () => {
    const pool = fc.record(
      {
        capacity: fc.constantFrom("spot" as const, "on-demand" as const),
        cpus: fc.subarray([4, 8, 16, 32], { minLength: 1 }),
        maxCpu: fc.integer({ min: 1, max: 5000 }),
        expireAfterHours: fc.integer({ min: 1, max: 1000 }),
      },
      { requiredKeys: ["capacity"] },
    );
    fc.assert(
      fc.property(pool, (chosen) => {
        const runners = [
          { ...fargate, tags: ["eks-fargate"] },
          { name: "r", token: "env:TF_VAR_r", compute: chosen.capacity, nodePool: "mine" },
        ];
        const [made] = manifestsOf({
          ...base,
          runners,
          addons: { karpenter: { nodePools: { mine: chosen } } },
        }).filter((each) => at(each, "kind") === "NodePool");
        expect(at(made, "spec", "disruption")).toEqual({
          consolidationPolicy: "WhenEmpty",
          consolidateAfter: "60s",
        });
        // With a grace period, drift and expiration would end jobs when it has passed.
        expect(at(made, "spec", "template", "spec")).not.toHaveProperty("terminationGracePeriod");
      }),
      { numRuns: 10 },
    );
  });

  it("have a deadline for a job that hangs", () => {
    const input = { ...base, runners: [{ name: "r", token: "env:TF_VAR_r", compute: "on-demand" as const }] };
    const values: unknown = parse(
      String(at(blockOf(stackOf(configOf(input), "runners"), "helm_release.release_r"), "values", 0)),
    );
    expect(
      at(parseToml(String(at(values, "runners", "config"))), "runners", 0, "feature_flags"),
    ).toMatchObject({
      FF_USE_POD_ACTIVE_DEADLINE_SECONDS: true,
    });
  });
});
