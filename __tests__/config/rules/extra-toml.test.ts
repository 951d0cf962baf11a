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
    [["[[runners]]", 'token = "x"'], [`extra-toml-computed ${path}`]],
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
  ])("leaves alone what is computed: %s %s %s", (...lines) => {
    expect(found(toml(...lines))).toEqual([`extra-toml-computed ${path}`]);
  });

  it("may add to it", () => {
    expect(found(toml(...kubernetes("pod_labels = { team = 'x' }")))).toEqual([]);
    expect(found(toml(...kubernetes("pod_annotations = { team = 'x' }")))).toEqual([]);
    expect(found(toml("[[runners]]", "[runners.feature_flags]", "FF_X = true"))).toEqual([]);
    const extra = kubernetes("cpu_limit = '2'").join("\n");
    expect(found({ runners: [runner({ compute: "on-demand", extraToml: extra })] })).toEqual([]);
  });
});
