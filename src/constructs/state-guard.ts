/**
 * Makes a plan fail if its cluster, Region or account differs from that of the state, however Terraform is started. In
 * another Region or account, Terraform would find none of its resources, drop the old cluster from the state while it still
 * costs money, and create a second one. With another name, it would replace the cluster.
 *
 * The resource is called `region` because it once recorded only the Region. Older states get the two other values at the
 * next apply. The command line checks further evidence in the state (state-owner.ts).
 */
import { TerraformResource, Token, type TerraformStack } from "cdktf";
import type { Config } from "../config/config";
import { callerAccount } from "./account";

export function guardState(stack: TerraformStack, config: Config): void {
  // The published root has no such resource.
  if (config.versions.set === "tutorial") return;
  const account = callerAccount(stack);
  const refuse = (key: string, own: string, errorMessage: string) => ({
    // Reads the input, which is known in every plan. The output is unknown while the resource is updated.
    condition: Token.asAny(`\${self.input.${key} == ${own}}`),
    errorMessage,
  });
  const ownState = "give the new cluster a name and a place of state of its own (`name` and `state`)";
  // Not cdktf's DataResource, which starts Terraform at every synthesis to read its version.
  const guard = new TerraformResource(stack, "region", {
    terraformResourceType: "terraform_data",
    terraformGeneratorMetadata: { providerName: "terraform" },
    lifecycle: {
      // Keeps the values of the first apply.
      ignoreChanges: ["input.cluster", "input.region", "input.account"],
      postcondition: [
        refuse(
          "cluster",
          `"${config.name}"`,
          `This state belongs to cluster \${self.input.cluster}. Keep its name in the configuration, or ${ownState}.`,
        ),
        refuse(
          "region",
          `"${config.region}"`,
          `This state belongs to Region \${self.input.region}. Destroy it there first, or ${ownState}.`,
        ),
        refuse(
          "account",
          "data.aws_caller_identity.current.account_id",
          `This state belongs to account \${self.input.account}. Use credentials of that account, or ${ownState}.`,
        ),
      ],
    },
  });
  guard.addOverride("input", { cluster: config.name, region: config.region, account });
}
