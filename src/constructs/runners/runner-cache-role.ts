/** The IAM role with which the managers use the cache buckets, so that no access key is needed. */
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { TerraformStack } from "cdktf";
import { managerNamespace, type Config } from "../../config/config";
import { account } from "../account";
import { roleSettings } from "../role-settings";
import { serviceAccountSubject, serviceAccountTrust } from "../service-account-trust";
import type { EksOutputs } from "../stage-outputs";
import { resourceTags } from "../tags";
import { iamNames } from "../../config/resource-names";

/** @returns undefined when no runner has a cache */
export function runnerCacheRole(stack: TerraformStack, config: Config, eks: EksOutputs): IamRole | undefined {
  const cached = config.runners.filter((runner) => runner.cache !== undefined);
  if (cached.length === 0) return undefined;
  const { partition } = account(stack);
  const role = new IamRole(stack, "runner_cache", {
    name: iamNames(config.name).runnerCacheRole,
    ...roleSettings(config),
    assumeRolePolicy: serviceAccountTrust(
      eks,
      cached.map(({ name }) => serviceAccountSubject(managerNamespace, name)),
    ),
    tags: resourceTags(config),
  });
  const buckets = [...new Set(cached.flatMap((runner) => runner.cache?.bucket ?? []))];
  new IamRolePolicy(stack, "runner_cache_objects", {
    name: "cache",
    role: role.name,
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
          Resource: buckets.map((bucket) => `arn:${partition}:s3:::${bucket}/*`),
        },
      ],
    }),
  });
  return role;
}
