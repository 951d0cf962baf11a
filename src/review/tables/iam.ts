/**
 * What IAM policies give away, as of 2026-11-24. Sources: docs.aws.amazon.com/aws-managed-policy/latest/reference,
 * docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html, and for actions that can be allowed only on
 * every resource docs.aws.amazon.com/service-authorization/latest/reference.
 */

/** By the end of the policy's ARN. */
export const broadPolicies: ReadonlyMap<string, string> = new Map([
  ["policy/AdministratorAccess", "may do everything in the account"],
  ["policy/PowerUserAccess", "may do everything in the account but manage users and roles"],
  ["policy/IAMFullAccess", "may give itself every right in the account"],
  ["cluster-access-policy/AmazonEKSClusterAdminPolicy", "may do everything in the cluster"],
]);

/** Groups and roles of Kubernetes that may do everything in the cluster. Source: kubernetes.io/docs/reference/access-authn-authz/rbac. */
export const kubernetesAdmins = { group: "system:masters", role: "cluster-admin" } as const;

/** Actions that read names and states, or can be allowed in no other way: with them, resource "*" says nothing. */
const harmlessOnEveryResource: readonly RegExp[] = [
  /^[a-z0-9-]+:(?:Describe|List)/,
  /^(?:ecr|ecr-public):GetAuthorizationToken$/,
  /^sts:GetCallerIdentity$/,
  /^sts:GetServiceBearerToken$/,
  /^pricing:GetProducts$/,
];

export function isHarmlessOnEveryResource(action: string): boolean {
  return harmlessOnEveryResource.some((pattern) => pattern.test(action));
}
