/**
 * Refuses a plan for another cluster, Region or account than the state's, for every way to run Terraform. With another
 * Region or account, Terraform would find nothing there, forget the old cluster, which still costs money, and build a
 * second one. With another name, it would replace the first cluster.
 *
 * The resource keeps its address from the time when it remembered the Region alone; its state from then gets the two
 * other values with the next apply. The command line looks for further evidence in the state (state-owner.ts).
 */
import { TerraformResource, Token, type TerraformStack } from "cdktf";
import type { Config } from "../config/config";
import { callerAccount } from "./account";

export function guardState(stack: TerraformStack, config: Config): void {
  // The published root has no such resource.
  if (config.versions.set === "tutorial") return;
  const account = callerAccount(stack);
  const refuse = (key: string, own: string, errorMessage: string) => ({
    // Of the input, which is known in every plan. An output is not while the resource is updated.
    condition: Token.asAny(`\${self.input.${key} == ${own}}`),
    errorMessage,
  });
  const ownPlace = "give the new cluster a name and a place of state of its own (`name` and `state`)";
  // Not cdktf's DataResource: it starts Terraform at every synthesis to ask for its version.
  const guard = new TerraformResource(stack, "region", {
    terraformResourceType: "terraform_data",
    terraformGeneratorMetadata: { providerName: "terraform" },
    lifecycle: {
      // As it was made, once it is.
      ignoreChanges: ["input.cluster", "input.region", "input.account"],
      postcondition: [
        refuse(
          "cluster",
          `"${config.name}"`,
          `This state belongs to cluster \${self.input.cluster}. Keep its name in the configuration, or ${ownPlace}.`,
        ),
        refuse(
          "region",
          `"${config.region}"`,
          `This state belongs to Region \${self.input.region}. Destroy it there first, or ${ownPlace}.`,
        ),
        refuse(
          "account",
          "data.aws_caller_identity.current.account_id",
          `This state belongs to account \${self.input.account}. Use credentials of that account, or ${ownPlace}.`,
        ),
      ],
    },
  });
  guard.addOverride("input", { cluster: config.name, region: config.region, account });
}
