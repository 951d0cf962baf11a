/**
 * Who asks the cluster: `aws eks get-token` gives a request to STS that the caller has signed, as a token. Real EKS
 * sends it; here the key that signed it says enough.
 */
import { readSignature } from "../aws/request";
import { dummyAccessKeyId } from "../home";

const prefix = "Bearer k8s-aws-v1.";

/** @param authorization the header of a request */
export function isEmulatorToken(authorization: string | undefined): boolean {
  if (authorization?.startsWith(prefix) !== true) return false;
  const url = Buffer.from(authorization.slice(prefix.length), "base64url").toString();
  const signature = readSignature({ method: "GET", url, headers: {} });
  return signature?.accessKeyId === dummyAccessKeyId && signature.service === "sts";
}
