import { describe, expect, it } from "vitest";
import { AwsFaults, failureOf } from "../../../src/emulator/aws/faults";
import { errorResponse, type Protocol } from "../../../src/emulator/aws/protocol";

const request = (protocol: Protocol, service: string) => ({
  ...{ accessKeyId: "", region: "us-west-2", method: "POST", path: "/", body: "" },
  ...{ query: new URLSearchParams(), protocol, service, operation: "DoThis" },
});

describe("an AWS fault", () => {
  it("applies only to its service and operation", () => {
    const faults = new AwsFaults();
    faults.inject({ service: "eks", operation: "CreateAddon", kind: "expired-credentials" });
    expect(faults.next({ service: "eks", operation: "CreateCluster" })).toBeUndefined();
    expect(faults.next({ service: "ec2", operation: "CreateAddon" })).toBeUndefined();
    expect(faults.next({ service: "eks", operation: "CreateAddon" })?.kind).toBe("expired-credentials");
    expect(faults.next({ service: "eks", operation: "CreateAddon" })).toBeUndefined();
    faults.inject({ service: "eks", kind: "denied" });
    faults.clear();
    expect(faults.next({ service: "eks", operation: "CreateAddon" })).toBeUndefined();
  });

  it.each([
    [
      "throttling",
      "ec2",
      "ec2",
      503,
      "<Code>RequestLimitExceeded</Code><Message>Request limit exceeded.</Message>",
    ],
    ["throttling", "query", "iam", 400, "<Code>Throttling</Code><Message>Rate exceeded</Message>"],
    ["throttling", "rest-json", "eks", 429, '{"message":"Rate exceeded"}'],
    [
      "expired-credentials",
      "json",
      "kms",
      400,
      '{"__type":"ExpiredTokenException","message":"The security token',
    ],
    ["expired-credentials", "rest-json", "eks", 403, "The security token included in the request is expired"],
    ["expired-credentials", "s3", "s3", 400, "<Error><Code>ExpiredToken</Code>"],
    ["internal-error", "query", "sts", 500, "<Error><Type>Receiver</Type><Code>InternalFailure</Code>"],
    ["denied", "ec2", "ec2", 403, "<Code>UnauthorizedOperation</Code><Message>You are not authorized"],
    ["denied", "query", "iam", 403, "is not authorized to perform: iam:DoThis because"],
  ] as const)("of kind %s has the %s format of %s", (kind, protocol, service, status, body) => {
    const answer = errorResponse(protocol, failureOf(kind, request(protocol, service)));
    expect(answer.status).toBe(status);
    expect(answer.body).toContain(body);
  });

  it("has its code in the header that the SDK of a REST service reads", () => {
    const { headers } = errorResponse("rest-json", failureOf("throttling", request("rest-json", "eks")));
    expect(headers["x-amzn-ErrorType"]).toBe("ThrottlingException");
  });
});
