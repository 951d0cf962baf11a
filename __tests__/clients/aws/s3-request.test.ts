import { describe, expect, it } from "vitest";
import { s3Headers } from "../../../src/clients/aws/s3-request";

// Amazon S3 API reference, "Signature Calculations for the Authorization Header": GET Bucket Lifecycle and List Objects.
const given = {
  region: "us-east-1",
  credentials: {
    accessKeyId: "AKIAIOSFODNN7EXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  },
  now: new Date("2013-05-24T00:00:00Z"),
};
const authorization = (query: string) =>
  s3Headers({ ...given, url: new URL(`https://examplebucket.s3.amazonaws.com/?${query}`) }).authorization;
const scope = "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request";

describe("s3Headers", () => {
  it.each([
    ["lifecycle", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"],
    ["max-keys=2&prefix=J", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"],
  ])("calculates the signature of AWS's example: %s", (query, signature) => {
    expect(authorization(query)).toBe(
      `AWS4-HMAC-SHA256 Credential=${scope},SignedHeaders=host;x-amz-content-sha256;x-amz-date,Signature=${signature}`,
    );
  });

  it("signs the session token", () => {
    const credentials = { ...given.credentials, sessionToken: "a-session" };
    const headers = s3Headers({ ...given, credentials, url: new URL("https://s3.amazonaws.com/a?tagging") });
    expect(headers["x-amz-security-token"]).toBe("a-session");
    expect(headers.authorization).toContain("x-amz-date;x-amz-security-token,");
    expect(headers).not.toHaveProperty("host");
  });
});
