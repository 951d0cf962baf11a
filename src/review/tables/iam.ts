/**
 * Which IAM policies and Kubernetes groups grant broad access, as of 2026-11-24. Sources: docs.aws.amazon.com/aws-managed-policy/latest/reference,
 * docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html, and for actions that can
 * be allowed only on every resource docs.aws.amazon.com/service-authorization/latest/reference.
 */

/** What each broad managed policy grants. The key is the end of the policy's ARN. */
export const broadPolicies: ReadonlyMap<string, string> = new Map([
  ["policy/AdministratorAccess", "grants every action in the account"],
  ["policy/PowerUserAccess", "grants every action in the account except managing users and roles"],
  ["policy/IAMFullAccess", "grants every IAM action, and so every permission in the account"],
  ["cluster-access-policy/AmazonEKSClusterAdminPolicy", "grants every action in the cluster"],
]);

/** The Kubernetes group and role that grant every action in the cluster. Source: kubernetes.io/docs/reference/access-authn-authz/rbac. */
export const kubernetesAdmins = { group: "system:masters", role: "cluster-admin" } as const;

/** Actions that read only metadata, or that IAM can allow only on "*". With them, resource "*" is not a risk. */
const harmlessOnEveryResource: readonly RegExp[] = [
  /^[a-z0-9-]+:(?:Describe|List)/,
  /^(?:ecr|ecr-public):GetAuthorizationToken$/,
  /^sts:GetCallerIdentity$/,
  /^sts:GetServiceBearerToken$/,
  /^pricing:GetProducts$/,
];

/** Whether an action is no risk in a statement whose resource is "*", so that the review does not report it. */
export function isHarmlessOnEveryResource(action: string): boolean {
  return harmlessOnEveryResource.some((pattern) => pattern.test(action));
}
