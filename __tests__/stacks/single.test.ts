import { describe, expect, it } from "vitest";
import { at, blockOf, configOf, stackOf, synthStacks } from "../support/synth";

const config = configOf({
  name: "ci",
  region: "eu-west-1",
  layout: "single",
  runners: [
    { name: "r", token: "env:TF_VAR_r" },
    { name: "s", token: "env:TF_VAR_s", compute: "spot" },
  ],
});
const root = stackOf(config, "single");

describe("the single layout", () => {
  it("is one root that reads no other state", () => {
    expect(Object.keys(synthStacks(config))).toEqual(["single"]);
    expect(root.data).not.toHaveProperty("terraform_remote_state");
  });

  it("creates runners last, so that a destroy removes them first", () => {
    const jobs = blockOf(root, "kubernetes_namespace_v1.namespace_gitlab-jobs-spot");
    expect(jobs.depends_on).toEqual([
      "module.eks_blueprints_kubernetes_addons",
      "kubectl_manifest.node_pool_spot",
      "kubectl_manifest.node_pool_spot-first",
      "kubectl_manifest.node_pool_on-demand",
      "kubernetes_namespace_v1.namespace_gitlab-runner",
    ]);
    expect(blockOf(root, "helm_release.release_s").depends_on).toContain(
      "kubernetes_namespace_v1.namespace_gitlab-jobs-spot",
    );
    expect(blockOf(root, "kubernetes_secret_v1.token_s").depends_on).toEqual(jobs.depends_on);
  });

  it("keeps the routes out of the VPC until Karpenter's last node is gone", () => {
    expect(blockOf(root, "module.eks_blueprints_kubernetes_addons").depends_on).toContain("module.vpc");
  });

  it("keeps the published dependencies of set tutorial", () => {
    const tutorial = configOf({
      name: "ci",
      region: "eu-west-1",
      layout: "single",
      versions: { set: "tutorial" },
    });
    const block = blockOf(stackOf(tutorial, "single"), "module.eks_blueprints_kubernetes_addons");
    expect(block).not.toHaveProperty("depends_on");
  });

  it("has no precondition on a node pool: Terraform refuses a condition without a reference", () => {
    expect(at(blockOf(root, "helm_release.release_s"), "lifecycle")).toBeUndefined();
  });
});
