import { describe, expect, it } from "vitest";
import { keyOfToken } from "../../../src/emulator/kubernetes/token";

const token = (key: string, service = "sts") => {
  const credential = encodeURIComponent(`${key}/20260101/eu-west-1/${service}/aws4_request`);
  const url = `https://sts.eu-west-1.amazonaws.com/?Action=GetCallerIdentity&X-Amz-Credential=${credential}`;
  return `k8s-aws-v1.${Buffer.from(url).toString("base64url")}`;
};

describe("a token", () => {
  it("names the key that signed a request to STS", () => {
    expect(keyOfToken(`Bearer ${token("loopback")}`)).toBe("loopback");
  });

  it.each([
    ["none", undefined],
    ["of another service", `Bearer ${token("loopback", "s3")}`],
    ["no bearer's", token("loopback")],
    ["of another kind", "Bearer eyJhbGciOi"],
    ["of nobody", "Bearer k8s-aws-v1."],
    ["no text", "Bearer k8s-aws-v1.%%%"],
  ])("names no key: %s", (_, header) => {
    expect(keyOfToken(header)).toBeUndefined();
  });
});
