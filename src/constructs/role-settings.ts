/**
 * The permissions boundary and the path of every IAM role, as inputs of the modules and as arguments of our own resources.
 * Without the `iam` section both are absent from the synthesized JSON.
 */
import { Fn, Token } from "cdktf";
import type { Config } from "../config/config";

interface ModuleRoleSettings {
  readonly iam_role_path?: string;
  readonly iam_role_permissions_boundary?: string;
}

/** Inputs of the eks module, of its submodules, and of its defaults for profiles and node groups. */
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
 * The ARN of a role as `aws-auth` must name it: the authenticator compares roles without their path.
 * Source: kubernetes-sigs/aws-iam-authenticator pkg/arn/arn.go, Canonicalize; EKS user guide, "aws-auth ConfigMap does
 * not grant access to the cluster" (2026-11).
 */
export function withoutRolePath(arn: string, { iam }: Pick<Config, "iam">): string {
  if (iam.rolePath === undefined) return arn;
  const [given, wanted] = [`:role${iam.rolePath}`, ":role/"];
  if (Token.isUnresolved(arn)) return Fn.replace(arn, given, wanted);
  // A reference written as text: cdktf's function would reject the quotes in its index.
  const expression = arn.replace(/^\$\{(.*)\}$/, "$1");
  return `\${replace(${expression}, ${JSON.stringify(given)}, ${JSON.stringify(wanted)})}`;
}
