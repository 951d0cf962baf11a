/**
 * The service account of a runner's jobs and its IAM role. Only this account in this namespace may assume the role, so
 * neither the jobs of another runner nor a manager get its permissions.
 */
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import type { ITerraformDependable, TerraformStack } from "cdktf";
import type { Config, Runner } from "../../config/config";
import { jobRoleName } from "../../config/resource-names";
import { hasJobRole } from "../../config/resolve/job-rights";
import { roleSettings } from "../role-settings";
import { serviceAccountSubject, serviceAccountTrust } from "../service-account-trust";
import type { EksOutputs } from "../stage-outputs";
import { resourceTags } from "../tags";

/** @returns the resources that a job needs to start; none if glrunner creates no account for the runner */
export function jobServiceAccount(
  stack: TerraformStack,
  config: Config,
  runner: Runner,
  { eks, dependsOn }: { readonly eks: EksOutputs; readonly dependsOn: ITerraformDependable[] },
): ITerraformDependable[] {
  const { serviceAccount } = runner.job;
  if (serviceAccount === undefined || serviceAccount.existing !== undefined) return [];
  const role = hasJobRole(runner.job) ? jobRole(stack, config, runner, eks) : undefined;
  const account = new ServiceAccountV1(stack, `job_account_${runner.name}`, {
    metadata: {
      name: runner.name,
      namespace: runner.namespace,
      labels: { "app.kubernetes.io/managed-by": "glrunner" },
      ...(role && { annotations: { "eks.amazonaws.com/role-arn": role.arn } }),
    },
    automountServiceAccountToken: serviceAccount.mountToken,
    dependsOn,
  });
  return [account];
}

function jobRole(stack: TerraformStack, config: Config, runner: Runner, eks: EksOutputs): IamRole {
  const { policyArns = [], policy } = runner.job.serviceAccount ?? {};
  const role = new IamRole(stack, `job_role_${runner.name}`, {
    name: jobRoleName(config.name, runner.name),
    ...roleSettings(config),
    assumeRolePolicy: serviceAccountTrust(eks, serviceAccountSubject(runner.namespace, runner.name)),
    tags: resourceTags(config),
  });
  policyArns.forEach((policyArn, index) => {
    new IamRolePolicyAttachment(stack, `job_role_${runner.name}_${index}`, { role: role.name, policyArn });
  });
  if (policy !== undefined) {
    new IamRolePolicy(stack, `job_role_${runner.name}_policy`, {
      name: "jobs",
      role: role.name,
      policy: JSON.stringify(policy),
    });
  }
  return role;
}
