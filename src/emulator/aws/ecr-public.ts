/** The one call of ECR Public that a deployment makes: a password for its registry. The same as long as we run. */
import { randomUUID } from "node:crypto";
import { jsonResponse, type AwsResponse } from "./protocol";
import type { AwsRequest } from "./request";

const lifetimeSeconds = 12 * 3600;

/** Answers with undefined to what is not asked here. */
export function ecrPublic(now: () => number): (request: AwsRequest) => AwsResponse | undefined {
  const authorizationToken = Buffer.from(`AWS:${randomUUID()}`).toString("base64");
  const expiresAt = Math.floor(now() / 1000) + lifetimeSeconds;
  return ({ operation }) =>
    operation === "GetAuthorizationToken"
      ? jsonResponse({ authorizationData: { authorizationToken, expiresAt } })
      : undefined;
}
