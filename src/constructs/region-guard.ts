/**
 * Refuses a plan whose Region is not the one that the state was made in. Without it Terraform looks for everything
 * in the new Region, finds nothing, forgets the old cluster, which goes on costing, and builds another.
 */
import { TerraformResource, Token, type TerraformStack } from "cdktf";
import type { Config } from "../config/config";

export function guardRegion(stack: TerraformStack, config: Config): void {
  // The published root has no such resource.
  if (config.versions.set === "tutorial") return;
  // Not cdktf's DataResource: it starts Terraform at every synthesis to ask for its version.
  const guard = new TerraformResource(stack, "region", {
    terraformResourceType: "terraform_data",
    terraformGeneratorMetadata: { providerName: "terraform" },
    lifecycle: {
      ignoreChanges: ["input"],
      postcondition: [
        {
          condition: Token.asAny(`\${self.output.region == "${config.region}"}`),
          errorMessage:
            "This state belongs to Region ${self.output.region}. Destroy it there first, or give the new cluster another name.",
        },
      ],
    },
  });
  guard.addOverride("input", { region: config.region });
}
