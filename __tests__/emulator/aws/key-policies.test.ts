import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { evaluate } from "../../../src/emulator/aws/key-policies";

const account = "123456789012";
const caller = {
  callerArn: `arn:aws:sts::${account}:assumed-role/pipeline/me`,
  principalArn: `arn:aws:iam::${account}:role/platform/pipeline`,
};
const root = `arn:aws:iam::${account}:root`;

interface Written {
  readonly Effect?: "Allow" | "Deny";
  readonly Action?: string | readonly string[];
  readonly NotAction?: string;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Condition?: object;
}
const allowing = (change: Written = {}) => ({
  ...{ Effect: "Allow", Resource: "*", Principal: { AWS: root } },
  ...(change.NotAction === undefined && { Action: "kms:*" }),
  ...change,
});
const denying = (change: Written) => allowing({ Effect: "Deny", Principal: "*", ...change });
const answer = (statements: unknown, action = "kms:DescribeKey", who = caller) =>
  evaluate(JSON.stringify({ Version: "2012-10-17", Statement: statements }), {
    ...{ action, caller: who, region: "us-west-2" },
  });

describe("the principals of a statement", () => {
  it.each([
    ["the role with its path", { AWS: caller.principalArn }],
    ["the session", { AWS: caller.callerArn }],
    ["the account, so that IAM decides", { AWS: root }],
    ["the account by its number", { AWS: [account] }],
    ["everybody", "*"],
    ["everybody of AWS", { AWS: "*" }],
  ])("match a session by %s", (_, Principal) => {
    expect(answer([allowing({ Principal })])).toBe("allowed");
    // A single statement needs no list.
    expect(answer(allowing({ Principal }))).toBe("allowed");
  });

  it.each([
    ["another role", { AWS: `arn:aws:iam::${account}:role/laptop` }],
    ["the role without its path", { AWS: `arn:aws:iam::${account}:role/pipeline` }],
    ["another account", { AWS: "arn:aws:iam::210987654321:root" }],
    ["a service", { Service: "logs.us-west-2.amazonaws.com" }],
  ])("do not match it when they are %s", (_, Principal) => {
    expect(answer([allowing({ Principal })])).toBe("refused");
  });
});

it("actions match with * and ?, in any case, or by NotAction", () => {
  const some = [allowing({ Action: ["kms:Describe*", "KMS:PUTKEYPOLICY", "kms:?ag"] })];
  expect(answer(some)).toBe("allowed");
  expect(answer(some, "kms:PutKeyPolicy")).toBe("allowed");
  expect(answer(some, "kms:ScheduleKeyDeletion")).toBe("refused");
  expect(answer([allowing({ NotAction: "kms:Describe*" })])).toBe("refused");
  expect(answer([allowing({ NotAction: "kms:Describe*" })], "kms:Encrypt")).toBe("allowed");
});

describe("a Deny statement", () => {
  it("overrides an Allow statement in any order", () => {
    const deny = denying({ Action: "kms:ScheduleKeyDeletion" });
    for (const statements of [
      [deny, allowing()],
      [allowing(), deny],
    ]) {
      expect(answer(statements, "kms:ScheduleKeyDeletion")).toBe("denied");
      expect(answer(statements)).toBe("allowed");
    }
  });

  it("does not apply to the principals in NotPrincipal", () => {
    const but = (AWS: string) => [allowing(), denying({ Principal: undefined, NotPrincipal: { AWS } })];
    expect(answer(but(caller.principalArn))).toBe("allowed");
    expect(answer(but(`arn:aws:iam::${account}:role/laptop`))).toBe("denied");
  });

  it("applies to every role except those in a condition, as in AWS's examples", () => {
    const but = (role: string) => [
      allowing(),
      denying({
        Condition: { ArnNotLike: { "aws:PrincipalArn": [`arn:aws:iam::${account}:role/${role}`] } },
      }),
    ];
    expect(answer(but("platform/*"))).toBe("allowed");
    expect(answer(but("laptop"))).toBe("denied");
  });
});

/** Source of the blocks: KMS developer guide, "Key policies" and "AWS KMS condition keys"; IAM user guide, "Condition operators". */
describe("a condition", () => {
  it.each([
    [{ StringEquals: { "kms:CallerAccount": account } }, true],
    [{ StringEquals: { "kms:CallerAccount": "210987654321" } }, false],
    [{ StringEquals: { "KMS:calleraccount": ["210987654321", account] } }, true],
    [{ StringEquals: { "kms:CallerAccount": account, "aws:RequestedRegion": "eu-west-1" } }, false],
    [{ StringNotEquals: { "kms:CallerAccount": account } }, false],
    [{ StringNotEquals: { "aws:PrincipalOrgID": "o-1" } }, true],
    [{ StringEquals: { "kms:ViaService": "ec2.us-west-2.amazonaws.com" } }, false],
    [{ StringEqualsIfExists: { "kms:ViaService": "ec2.us-west-2.amazonaws.com" } }, true],
    [{ StringLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/platform/pipe????" } }, true],
    [{ StringNotLike: { "aws:PrincipalArn": "*:role/platform/*" } }, false],
    [{ StringEqualsIgnoreCase: { "aws:RequestedRegion": "US-WEST-2" } }, true],
    [{ ArnEquals: { "aws:PrincipalArn": caller.principalArn } }, true],
    // A star does not match a colon.
    [{ ArnLike: { "aws:PrincipalArn": "arn:*:role/platform/pipeline" } }, false],
    [{ ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/*" } }, true],
    [{ Bool: { "kms:GrantIsForAWSResource": "true" } }, false],
    [{ Bool: { "kms:GrantIsForAWSResource": true } }, false],
    [{ Bool: { "aws:SecureTransport": false } }, false],
    [{ Bool: { "aws:ViaAWSService": "false" } }, true],
    [{ Null: { "kms:ViaService": "true" } }, true],
    [{ Null: { "kms:CallerAccount": true } }, false],
    [{ "ForAnyValue:StringEquals": { "kms:EncryptionContextKeys": "aws:logs:arn" } }, false],
    [{ "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": "aws:logs:arn" } }, true],
    [{ "ForAnyValue:StringNotEquals": { "kms:EncryptionContextKeys": "aws:logs:arn" } }, false],
  ])("%j holds: %s", (Condition, isTrue) => {
    expect(answer([allowing({ Condition })])).toBe(isTrue ? "allowed" : "refused");
    expect(answer([allowing(), denying({ Condition })])).toBe(isTrue ? "denied" : "allowed");
  });

  it("with an unsupported operator is an error, like a malformed policy", () => {
    const late = { DateGreaterThan: { "aws:CurrentTime": "2026-01-01T00:00:00Z" } };
    expect(() => answer([allowing({ Condition: late })])).toThrow("DateGreaterThan");
    expect(() => answer([{ Effect: "Maybe" }])).toThrow("cannot read");
  });
});

it("the policy of the real module allows only the creator and the cluster's role", () => {
  const states = z.record(z.string(), z.object({ values: z.looseObject({ policy: z.string().optional() }) }));
  const recorded = states.parse(JSON.parse(readFileSync("__tests__/fidelity/everything-eks.json", "utf8")));
  const policy = recorded["module.eks.module.kms.aws_kms_key.this[0]"]?.values.policy ?? "";
  const creator = `arn:aws:sts::${account}:user/moto`;
  const as = (arn: string) => ({ callerArn: arn, principalArn: arn });
  const asked = (action: string, who: typeof caller) =>
    evaluate(policy, { action, caller: who, region: "us-west-2" });
  expect(asked("kms:PutKeyPolicy", as(creator))).toBe("allowed");
  expect(asked("kms:Encrypt", as(creator))).toBe("refused");
  expect(asked("kms:Encrypt", as(`arn:aws:iam::${account}:role/alles-cluster-UNIQUE`))).toBe("allowed");
  expect(asked("kms:DescribeKey", caller)).toBe("refused");
});
