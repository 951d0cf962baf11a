import { expect, it } from "vitest";
import { KubernetesAddons } from "../../../modules/wrappers/kubernetes-addons";
import { modulePins } from "../../../modules/pins";
import { synthesized } from "../stack";

it("KubernetesAddons keeps the published address, and its source has the tag", () => {
  const json = synthesized((stack) => {
    new KubernetesAddons(stack, "eks_blueprints_kubernetes_addons", {
      eks_cluster_id: "ci",
      enable_karpenter: true,
      karpenter_helm_config: { set: [{ name: "replicas", value: 1 }], values: ["a: 1"] },
      amazon_eks_vpc_cni_config: { most_recent: true },
    });
  });
  expect(json.module).toEqual({
    eks_blueprints_kubernetes_addons: {
      source: modulePins["kubernetes-addons"].source,
      eks_cluster_id: "ci",
      enable_karpenter: true,
      karpenter_helm_config: { set: [{ name: "replicas", value: 1 }], values: ["a: 1"] },
      amazon_eks_vpc_cni_config: { most_recent: true },
    },
  });
});
