import { describe, expect, it } from "vitest";
import { found, runner } from "../samples";

const toml = (...lines: string[]) => ({ runners: [runner({ extraToml: lines.join("\n") })] });
const path = "runners[0].extraToml";

describe("extraToml", () => {
  it.each([
    [["[[runners]]", "output_limit = 4096"], []],
    [["[[runners]]", "[runners.kubernetes]", 'cpu_request_overwrite_max_allowed = "2"'], []],
    [[""], []],
    // Braces that Helm would read are escaped when the values are written.
    [["[[runners]]", 'pre_build_script = "echo {{ x }}"'], []],
    [["[[runners]"], [`extra-toml-syntax ${path}`]],
    [["concurrent = 5"], [`extra-toml-global ${path}`]],
    [["check_interval = 1", "[[runners]]", "output_limit = 1"], [`extra-toml-global ${path}`]],
    [["[[runners]]", "[[runners]]"], [`extra-toml-shape ${path}`]],
    [["[runners.kubernetes]", "privileged = true"], [`extra-toml-shape ${path}`]],
    [
      ["[[runners]]", 'token = "x"'],
      [`literal-token ${path}.runners[0].token`, `extra-toml-computed ${path}`],
    ],
    [["[[runners]]", 'url = "https://x.org"'], [`extra-toml-computed ${path}`]],
    [["[[runners]]", "[runners.kubernetes]", 'namespace = "x"'], [`extra-toml-computed ${path}`]],
    [["[[runners]]", "[runners.kubernetes]", "privileged = true"], [`extra-toml-computed ${path}`]],
  ])("%j", (lines, expected) => {
    expect(found(toml(...lines))).toEqual(expected);
  });

  const kubernetes = (...lines: string[]) => ["[[runners]]", "[runners.kubernetes]", ...lines];
  it.each([
    kubernetes("node_selector = { a = 'b' }"),
    kubernetes("node_tolerations = { 'a=b' = 'NoSchedule' }"),
    kubernetes("pod_labels = { 'glrunner/runner' = 'x' }"),
    kubernetes("pod_annotations = { 'karpenter.sh/do-not-disrupt' = 'false' }"),
    ["[[runners]]", "[runners.feature_flags]", "FF_USE_POD_ACTIVE_DEADLINE_SECONDS = false"],
    kubernetes("cpu_request = '2'"),
    kubernetes("helper_memory_limit = '2Gi'"),
    kubernetes("service_memory_request = '2Gi'"),
    kubernetes("ephemeral_storage_limit = '2Gi'"),
    kubernetes("cpu_limit = '2'"),
    // The runner reads keys in any case.
    kubernetes("Pod_Annotations = { 'karpenter.sh/do-not-disrupt' = 'false' }"),
    ["[[runners]]", "[runners.Kubernetes]", "NAMESPACE = 'x'"],
    // A value in place of a computed table would remove it.
    kubernetes("pod_annotations = []"),
    kubernetes("pod_labels = 2026-11-28"),
    ["[[runners]]", "kubernetes = 'x'"],
    ["[[runners]]", "feature_flags = false"],
  ])("must not set computed keys: %s %s %s", (...lines) => {
    expect(found(toml(...lines))).toEqual([`extra-toml-computed ${path}`]);
  });

  it("may add to computed tables", () => {
    expect(found(toml(...kubernetes("pod_labels = { team = 'x' }")))).toEqual([]);
    expect(found(toml(...kubernetes("pod_annotations = { team = 'x' }")))).toEqual([]);
    expect(found(toml("[[runners]]", "[runners.feature_flags]", "FF_X = true"))).toEqual([]);
    const extra = kubernetes("cpu_limit = '2'").join("\n");
    expect(found({ runners: [runner({ compute: "on-demand", extraToml: extra })] })).toEqual([]);
  });

  const onNodes = (line: string) =>
    found({ runners: [runner({ compute: "on-demand", extraToml: kubernetes(line).join("\n") })] });
  const escape = [`extra-toml-escape ${path}`];
  it.each([
    ["pod_annotations_overwrite_allowed = '.*'", escape, []],
    ["pod_annotations_overwrite_allowed = 'karpenter'", escape, []],
    ["pod_annotations_overwrite_allowed = '^team='", [], []],
    ["pod_annotations_overwrite_allowed = ''", [], []],
    // Only Go can read this expression, and it matches.
    ["pod_annotations_overwrite_allowed = '(?i)KARPENTER'", escape, []],
    // JavaScript reads these differently, but they match in Go.
    ["pod_annotations_overwrite_allowed = '\\Akarpenter'", escape, []],
    ["pod_annotations_overwrite_allowed = '\\Qkarpenter.sh\\E'", escape, []],
    ["pod_annotations_overwrite_allowed = '^\\pLarpenter'", escape, []],
    ["pod_annotations_overwrite_allowed = '^[[:alpha:]]+arpenter'", escape, []],
    ["pod_labels_overwrite_allowed = '\\Aglrunner/'", escape, escape],
    ["Pod_annotations_overwrite_allowed = '.*'", escape, []],
    ["node_selector_overwrite_allowed = '^glrunner/pool=spot$'", escape, []],
    ["node_selector_overwrite_allowed = 'capacity-type'", escape, []],
    ["node_selector_overwrite_allowed = '^topology.kubernetes.io/zone='", [], []],
    ["node_tolerations_overwrite_allowed = ':NoSchedule$'", escape, []],
    ["node_tolerations_overwrite_allowed = '^(gpu=.*)?$'", escape, []],
    ["node_tolerations_overwrite_allowed = '^gpu='", [], []],
    ["pod_labels_overwrite_allowed = '^glrunner/'", escape, escape],
    ["pod_labels_overwrite_allowed = '^team='", [], []],
    ["namespace_overwrite_allowed = '^gitlab-jobs-.*'", escape, escape],
    ["namespace_overwrite_allowed = '^team-.*'", [], []],
    ["pod_spec = [{ patch = 'nodeSelector: {}', patch_type = 'merge' }]", escape, escape],
    ["pod_spec = [{ patch = 'tolerations: []' }]", escape, escape],
    ["pod_spec = [{ patch = 'hostname: x' }]", [], []],
  ])("must keep a job on the nodes of its runner: %s", (line, expectedOnNodes, expectedOnFargate) => {
    expect(onNodes(line)).toEqual(expectedOnNodes);
    expect(found(toml(...kubernetes(line)))).toEqual(expectedOnFargate);
  });

  it("knows the namespaces of all runners", () => {
    const extra = (expression: string) =>
      kubernetes(`namespace_overwrite_allowed = '${expression}'`).join("\n");
    const of = (expression: string) =>
      found({
        runners: [
          runner({ namespace: "one", extraToml: extra(expression) }),
          runner({ name: "two", namespace: "two" }),
        ],
      });
    expect(of("^two$")).toEqual(escape);
    expect(of("^gitlab-runner$")).toEqual(escape);
    expect(of("^three$")).toEqual([]);
  });

  it("knows the node pools by name", () => {
    const nodePools = { "on-demand": { capacity: "on-demand" }, gpu: { capacity: "on-demand" } };
    const extra = kubernetes("node_selector_overwrite_allowed = '^glrunner/pool=gpu$'").join("\n");
    const runners = ["on-demand", "gpu"].map((nodePool) =>
      runner({
        name: nodePool,
        compute: "on-demand",
        nodePool,
        ...(nodePool === "gpu" && { extraToml: extra }),
      }),
    );
    expect(found({ runners, addons: { karpenter: { nodePools } } })).toEqual([
      "extra-toml-escape runners[1].extraToml",
    ]);
  });
});
