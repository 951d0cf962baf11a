/** Emulates the one ECR Public call of a deployment: it returns a token for the registry, the same one until the end. */
import { randomUUID } from "node:crypto";
import { jsonResponse, type AwsResponse } from "./protocol";
import type { AwsRequest } from "./request";

const lifetimeSeconds = 12 * 3600;

/** @returns a handler that leaves every other operation to moto */
export function ecrPublic(now: () => number): (request: AwsRequest) => AwsResponse | undefined {
  const authorizationToken = Buffer.from(`AWS:${randomUUID()}`).toString("base64");
  const expiresAt = Math.floor(now() / 1000) + lifetimeSeconds;
  return ({ operation }) =>
    operation === "GetAuthorizationToken"
      ? jsonResponse({ authorizationData: { authorizationToken, expiresAt } })
      : undefined;
}
