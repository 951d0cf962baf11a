import { TerraformOutput, type TerraformStack } from "cdktf";
import type { Config } from "../config/config";
import type { EksOutputs } from "./stage-outputs";

/** Adds the output `configure_kubectl` of the published example: the command that connects kubectl to the cluster. */
export function configureKubectl(stack: TerraformStack, config: Config, eks: EksOutputs): void {
  new TerraformOutput(stack, "configure_kubectl", {
    description:
      "Configure kubectl: make sure you're logged in with the correct AWS profile and run the following command to update your kubeconfig",
    value: `aws eks --region ${config.region} update-kubeconfig --name ${eks.cluster_name}`,
    staticId: true,
  });
}
