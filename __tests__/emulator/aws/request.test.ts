import { describe, expect, it } from "vitest";
import { readRequest, readSignature } from "../../../src/emulator/aws/request";

const authorization = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=loopback/20260101/us-west-2/${service}/aws4_request, SignedHeaders=host, Signature=0`;

describe("a request", () => {
  const form = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
  it.each([
    ["ec2", "POST", "/", form, "Action=DescribeVpcs&Version=2016-11-15", "DescribeVpcs", "ec2"],
    ["iam", "POST", "/", form, "Version=1&Action=GetRole", "GetRole", "query"],
    ["sqs", "POST", "/", { "x-amz-target": "AmazonSQS.CreateQueue" }, "", "CreateQueue", "json"],
    ["eks", "GET", "/clusters/demo/addons/coredns", {}, "", "DescribeAddon", "rest-json"],
    ["eks", "GET", "/clusters/demo/nothing", {}, "", "GET /clusters/demo/nothing", "rest-json"],
    ["s3", "PUT", "/bucket/some/key?x-id=PutObject", {}, "", "PutObject", "s3"],
    ["s3", "GET", "/bucket?versioning", {}, "", "GetBucketVersioning", "s3"],
    ["s3", "GET", "/bucket?list-type=2&prefix=", {}, "", "ListObjects", "s3"],
    ["s3", "POST", "/bucket?delete", {}, "", "DeleteObjects", "s3"],
  ])("of %s: %s %s", (service, method, url, headers, body, operation, protocol) => {
    const head = { method, url, headers: { authorization: authorization(service), ...headers } };
    const signature = readSignature(head);
    expect(signature).toEqual({ accessKeyId: "loopback", region: "us-west-2", service });
    if (signature === undefined) return;
    expect(readRequest(head, signature, body)).toMatchObject({ operation, protocol, service });
  });

  it("is signed in a header, signed in its URL, or unsigned", () => {
    const credential = encodeURIComponent("AKIA/20260101/eu-west-1/sts/aws4_request");
    const url = `/?Action=GetCallerIdentity&X-Amz-Credential=${credential}`;
    expect(readSignature({ method: "GET", url, headers: {} })).toEqual({
      ...{ accessKeyId: "AKIA", region: "eu-west-1", service: "sts" },
    });
    expect(readSignature({ method: "GET", url: "/", headers: { authorization: "Basic x" } })).toBeUndefined();
  });
});
