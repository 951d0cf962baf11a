/**
 * Checks whether the account has the service-linked role of EC2 Spot. AWS creates it at the first Spot request of an
 * identity that may create it. Without the role and that permission, each Spot node fails with
 * `ServiceLinkedRoleCreationNotPermitted`.
 *
 * Source: karpenter.sh/docs/troubleshooting, "Missing Service Linked Role" (2026-11).
 */
import * as iam from "@aws-sdk/client-iam";
import type { Config } from "../../config";
import {
  callAws,
  clientSettings,
  isAwsCallFailure,
  orMissing,
  type AwsContext,
  type AwsCallFailure,
} from "../../clients/aws/aws-client";
import { findingsOf, type Finding } from "../finding";

const finding = findingsOf("account");
const RoleName = "AWSServiceRoleForEC2Spot";
const id = "role.spot";
const source = "https://karpenter.sh/docs/troubleshooting/#missing-service-linked-role";
const fix = "aws iam create-service-linked-role --aws-service-name spot.amazonaws.com";

/** No finding for a fleet without Spot. */
export async function serviceRoleFindings(
  config: Config,
  aws: AwsContext | AwsCallFailure,
): Promise<readonly Finding[]> {
  if (!config.runners.some(({ compute }) => compute.startsWith("spot"))) return [];
  const unknown = (reason: string) =>
    finding("unknown", id, `whether the service-linked role of EC2 Spot exists is not known: ${reason}`, {
      fix: `if Spot was never used in this account: ${fix}`,
      source,
    });
  if (isAwsCallFailure(aws)) return [unknown(aws.reason)];
  const client = new iam.IAMClient(clientSettings(aws));
  const answer = orMissing(
    await callAws(aws, "iam:GetRole", (options) =>
      client.send(new iam.GetRoleCommand({ RoleName }), options),
    ),
  );
  if (!answer.ok) return [unknown(answer.failure.reason)];
  if (answer.value !== undefined) {
    return [finding("ok", id, "the service-linked role of EC2 Spot exists", { source })];
  }
  // In version set `current`, Karpenter's own policy lets it create the role.
  const then =
    config.versions.set === "current"
      ? "Karpenter creates it with the first Spot node, unless a policy of the organization denies that"
      : "Karpenter may not create it, so every Spot node fails";
  return [
    finding("warning", id, `the service-linked role of EC2 Spot does not exist: ${then}`, { fix, source }),
  ];
}
