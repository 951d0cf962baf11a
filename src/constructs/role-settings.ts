/**
 * The permissions boundary and the path that every IAM role of a deployment has, in the words of the modules and of our
 * own resources. Both are empty without the `iam` section, so the synthesized JSON is the one without it.
 */
import { Fn, Token } from "cdktf";
import type { Config } from "../config/config";

interface ModuleRoleSettings {
  readonly iam_role_path?: string;
  readonly iam_role_permissions_boundary?: string;
}

/** Inputs of the eks module, its submodules and their per-profile and per-group defaults. */
export function moduleRoleSettings({ iam }: Pick<Config, "iam">): ModuleRoleSettings {
  return {
    ...(iam.rolePath !== undefined && { iam_role_path: iam.rolePath }),
    ...(iam.permissionsBoundary !== undefined && { iam_role_permissions_boundary: iam.permissionsBoundary }),
  };
}

interface RoleSettings {
  readonly path?: string;
  readonly permissionsBoundary?: string;
}

/** Arguments of an `aws_iam_role` of our own. */
export function roleSettings({ iam }: Pick<Config, "iam">): RoleSettings {
  return {
    ...(iam.rolePath !== undefined && { path: iam.rolePath }),
    ...(iam.permissionsBoundary !== undefined && { permissionsBoundary: iam.permissionsBoundary }),
  };
}

/**
 * The ARN of one of our roles as `aws-auth` must name it: the authenticator compares roles without their path.
 * Source: kubernetes-sigs/aws-iam-authenticator pkg/arn/arn.go, Canonicalize; EKS user guide, "aws-auth ConfigMap does
 * not grant access to the cluster" (2026-11).
 */
export function withoutRolePath(arn: string, { iam }: Pick<Config, "iam">): string {
  if (iam.rolePath === undefined) return arn;
  const [given, wanted] = [`:role${iam.rolePath}`, ":role/"];
  if (Token.isUnresolved(arn)) return Fn.replace(arn, given, wanted);
  // A reference of ours that is text already: cdktf's function would refuse the quotes of its index.
  const expression = arn.replace(/^\$\{(.*)\}$/, "$1");
  return `\${replace(${expression}, ${JSON.stringify(given)}, ${JSON.stringify(wanted)})}`;
}
