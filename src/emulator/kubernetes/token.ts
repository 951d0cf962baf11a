/**
 * Reads the caller from a cluster token. The token of `aws eks get-token` is a signed request to STS. Real EKS sends that
 * request; here the access key that signed it is enough.
 */
import { readSignature } from "../aws/request";

const prefix = "Bearer k8s-aws-v1.";

/**
 * The access key that signed a token; undefined without a valid token.
 * @param authorization header of the request
 */
export function keyOfToken(authorization: string | undefined): string | undefined {
  if (authorization?.startsWith(prefix) !== true) return undefined;
  const url = Buffer.from(authorization.slice(prefix.length), "base64url").toString();
  const signature = readSignature({ method: "GET", url, headers: {} });
  return signature?.service === "sts" ? signature.accessKeyId : undefined;
}
