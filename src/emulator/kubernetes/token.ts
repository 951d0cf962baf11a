/**
 * Who asks the cluster: `aws eks get-token` gives a request to STS that the caller has signed, as a token. Real EKS
 * sends it; here the key that signed it says enough.
 */
import { readSignature } from "../aws/request";

const prefix = "Bearer k8s-aws-v1.";

/**
 * The key that signed a token; undefined where there is none.
 * @param authorization the header of a request
 */
export function keyOfToken(authorization: string | undefined): string | undefined {
  if (authorization?.startsWith(prefix) !== true) return undefined;
  const url = Buffer.from(authorization.slice(prefix.length), "base64url").toString();
  const signature = readSignature({ method: "GET", url, headers: {} });
  return signature?.service === "sts" ? signature.accessKeyId : undefined;
}
