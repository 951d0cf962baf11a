/**
 * Signs an S3 request without a body. An SDK client would be too large for the few calls to S3.
 * Source: Amazon S3 API reference, "Signature Calculations for the Authorization Header" (Signature Version 4), whose
 * example is the test.
 */
import { createHash, createHmac } from "node:crypto";

interface S3Request {
  /** Includes the query. */
  readonly url: URL;
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  readonly now: Date;
}

const emptyBody = createHash("sha256").update("").digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

export function s3Headers({ url, region, credentials, now }: S3Request): Readonly<Record<string, string>> {
  const time = now.toISOString().replace(/[-:]|\.\d{3}/g, "");
  const day = time.slice(0, 8);
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const headers = {
    "x-amz-content-sha256": emptyBody,
    "x-amz-date": time,
    ...(sessionToken !== undefined && { "x-amz-security-token": sessionToken }),
  };
  // The HTTP client sets the host header.
  const signed: Readonly<Record<string, string>> = { host: url.host, ...headers };
  const names = Object.keys(signed).join(";");
  const query = [...url.searchParams].map((pair) => pair.map(encodeURIComponent).join("=")).sort();
  const canonical = [
    ...["GET", url.pathname, query.join("&")],
    ...Object.entries(signed).map(([name, value]) => `${name}:${value}`),
    ...["", names, emptyBody],
  ].join("\n");
  const scope = `${day}/${region}/s3/aws4_request`;
  const hashed = createHash("sha256").update(canonical).digest("hex");
  const key = [day, region, "s3", "aws4_request"].reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  const signature = hmac(key, ["AWS4-HMAC-SHA256", time, scope, hashed].join("\n")).toString("hex");
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope},SignedHeaders=${names},Signature=${signature}`,
  };
}
