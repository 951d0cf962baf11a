/**
 * The trust policy of an IAM role that pods of the cluster assume through their service account.
 * Source: EKS user guide, iam-roles-for-service-accounts (2026-11).
 */
import type { EksOutputs } from "./stage-outputs";

/** The service account as the cluster's OIDC provider names it in its tokens. */
export const serviceAccountSubject = (namespace: string, name: string) =>
  `system:serviceaccount:${namespace}:${name}`;

/** @param subjects the service accounts that may assume the role: one, or any of a list */
export function serviceAccountTrust(
  { oidc_provider_arn: arn, oidc_provider: provider }: EksOutputs,
  subjects: string | readonly string[],
): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: arn },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: { [`${provider}:aud`]: "sts.amazonaws.com", [`${provider}:sub`]: subjects },
        },
      },
    ],
  });
}
