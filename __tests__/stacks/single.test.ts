import { describe, expect, it } from "vitest";
import { at, blockOf, configOf, stackOf, synthStacks } from "../support/synth";

const config = configOf({
  name: "ci",
  region: "eu-west-1",
  layout: "single",
  runners: [
    { name: "r", token: "env:TF_VAR_r" },
    { name: "s", token: "env:TF_VAR_r", compute: "spot" },
  ],
});
const root = stackOf(config, "single");

describe("the single layout", () => {
  it("is one root that reads no other state", () => {
    expect(Object.keys(synthStacks(config))).toEqual(["single"]);
    expect(root.data).not.toHaveProperty("terraform_remote_state");
  });

  it("has runners after everything they need, so that a destroy takes them first", () => {
    expect(blockOf(root, "kubernetes_namespace_v1.namespace_gitlab-runner").depends_on).toEqual([
      "module.eks_blueprints_kubernetes_addons",
      "kubectl_manifest.node_pool_spot",
      "kubectl_manifest.node_pool_on-demand",
      "kubernetes_config_map_v1.aws_logging",
    ]);
    expect(blockOf(root, "helm_release.release_s").depends_on).toContain(
      "kubernetes_namespace_v1.namespace_gitlab-runner",
    );
  });

  it("asks for no node pool by name: Terraform refuses a condition that refers to nothing", () => {
    expect(at(blockOf(root, "helm_release.release_s"), "lifecycle")).toBeUndefined();
  });
});
