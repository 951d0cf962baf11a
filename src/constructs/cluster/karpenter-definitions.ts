/**
 * Karpenter's custom resource definitions, in a Helm release of their own. Helm installs the `crds` folder of a chart once
 * and never upgrades it, so a newer controller would run with the definitions of the first install. Karpenter therefore
 * recommends the chart `karpenter-crd`, which has the same definitions as templates.
 *
 * The release is in `kube-system`, because the add-ons module creates the controller's namespace later. Helm keeps the
 * definitions when the release is removed, as it keeps those of a `crds` folder. When a definition is deleted, Kubernetes
 * deletes every object of its kind, also objects that glrunner did not create.
 * Source: aws/karpenter-provider-aws@v1.14.1: website/content/en/docs/upgrading/upgrade-guide.md (CRD Upgrades),
 * charts/karpenter-crd/values.yaml (additionalAnnotations); helm.sh/docs/howto/charts_tips_and_tricks (resource-policy).
 */
import { Release } from "@cdktf/provider-helm/lib/release";
import type { ITerraformDependable, TerraformStack } from "cdktf";
import { charts } from "../../../modules/pins";
import type { Config } from "../../config/config";
import { yamlText } from "../yaml-text";

/** Not for set `tutorial`: the published example has no such release. */
export function karpenterDefinitions(
  stack: TerraformStack,
  { versions }: Config,
  dependsOn?: ITerraformDependable[],
): Release {
  const { name, namespace, chart, repository } = charts.karpenterDefinitions;
  return new Release(stack, "karpenter_crd", {
    ...{ name, namespace, chart, repository, version: versions.karpenter },
    values: [yamlText({ additionalAnnotations: { "helm.sh/resource-policy": "keep" } })],
    maxHistory: 5,
    dependsOn,
  });
}
