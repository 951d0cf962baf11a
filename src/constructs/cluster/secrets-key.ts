/**
 * The KMS key that encrypts the cluster's secrets: the module's key, or a key of the user.
 *
 * By default the module's key policy names only the identity that applied it. A second identity, such as a pipeline, could
 * neither plan nor destroy, and every identity would plan to put its own name into the policy. In set `current` the
 * account's IAM decides instead, so the policy is the same for every identity. Set `tutorial` keeps the published policy
 * unless administrators are configured.
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

/** In a key policy, this principal means that the account's IAM decides. */
function accountRoot(stack: TerraformStack): string {
  const { partition, id } = account(stack);
  return `arn:${partition}:iam::${id}:root`;
}
