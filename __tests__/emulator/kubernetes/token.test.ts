import { describe, expect, it } from "vitest";
import { isEmulatorToken } from "../../../src/emulator/kubernetes/token";

const token = (key: string, service = "sts") => {
  const credential = encodeURIComponent(`${key}/20260101/eu-west-1/${service}/aws4_request`);
  const url = `https://sts.eu-west-1.amazonaws.com/?Action=GetCallerIdentity&X-Amz-Credential=${credential}`;
  return `k8s-aws-v1.${Buffer.from(url).toString("base64url")}`;
};

describe("a token", () => {
  it("is ours when our key has signed a request to STS", () => {
    expect(isEmulatorToken(`Bearer ${token("loopback")}`)).toBe(true);
  });

  it.each([
    ["none", undefined],
    ["of a real key", `Bearer ${token("AKIAIOSFODNN7EXAMPLE")}`],
    ["of another service", `Bearer ${token("loopback", "s3")}`],
    ["no bearer's", token("loopback")],
    ["of another kind", "Bearer eyJhbGciOi"],
    ["of nobody", "Bearer k8s-aws-v1."],
    ["no text", "Bearer k8s-aws-v1.%%%"],
  ])("is not ours: %s", (_, header) => {
    expect(isEmulatorToken(header)).toBe(false);
  });
});
