/** The manifests of the published example as resources, so that a cluster from the tutorial plans without a change. */
import { Fn, type ITerraformDependable, type TerraformStack } from "cdktf";
import { KubectlManifest } from "../../../modules/wrappers/kubectl";
import type { Config } from "../../config/config";
import { exampleDeployment, nodeTemplate, provisioner } from "../../config/resolve/published-manifests";
import { zoneNames } from "../zones";
import type { EksOutputs } from "../stage-outputs";

export function publishedProvisioner(
  stack: TerraformStack,
  config: Config,
  eks: EksOutputs,
  dependsOn: ITerraformDependable[],
): KubectlManifest[] {
  const manifests = {
    karpenter_provisioner: provisioner(Fn.jsonencode(zoneNames(stack, config))),
    karpenter_node_template: nodeTemplate(eks.cluster_name, eks.karpenter_instance_profile_name ?? ""),
    karpenter_example_deployment: exampleDeployment,
  };
  return Object.entries(manifests).map(
    ([id, yamlBody]) => new KubectlManifest(stack, id, { yamlBody, dependsOn }),
  );
}
