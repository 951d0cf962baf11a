/**
 * The KMS key that encrypts the cluster's secrets: the module's, or one of the user's own.
 *
 * By default the module's key policy names only the identity that applied it: a second person, or the pipeline after
 * the laptop, could neither plan nor destroy, and each would plan to write its own name into the policy. In set
 * `current` the account's IAM decides instead, and the policy does not depend on who plans. Set `tutorial` keeps the
 * published policy unless administrators are configured.
 * Source: eks v19.21.0 main.tf, module "kms"; terraform-aws-modules/kms/aws 2.1.0 main.tf.
 */
import type { TerraformStack } from "cdktf";
import type { EksVariables } from "../../../modules/wrappers/eks";
import type { Config } from "../../config/config";
import { account } from "../account";

export function secretsKey(stack: TerraformStack, config: Config): Partial<EksVariables> {
  const { keyArn, administrators } = config.cluster.encryption;
  if (keyArn !== undefined) {
    return {
      create_kms_key: false,
      cluster_encryption_config: { provider_key_arn: keyArn, resources: ["secrets"] },
    };
  }
  if (config.versions.set === "tutorial") {
    return administrators === undefined ? {} : { kms_key_administrators: administrators };
  }
  return {
    kms_key_enable_default_policy: true,
    kms_key_administrators: administrators ?? [accountRoot(stack)],
  };
}

/** In a policy it stands for all that the account's IAM allows. */
function accountRoot(stack: TerraformStack): string {
  const { partition, id } = account(stack);
  return `arn:${partition}:iam::${id}:root`;
}
