import { describe, expect, it } from "vitest";
import { allows } from "../../../src/emulator/aws/key-policies";

const account = "123456789012";
const caller = {
  callerArn: `arn:aws:sts::${account}:assumed-role/pipeline/me`,
  principalArn: `arn:aws:iam::${account}:role/platform/pipeline`,
};
const policy = (AWS: string, ...Action: string[]) => ({
  Statement: [{ Effect: "Allow", Action, Principal: { AWS: [AWS] } }],
});

describe("the policy of a key", () => {
  it.each([
    ["the role with its path", caller.principalArn],
    ["the session", caller.callerArn],
    ["the account, so that IAM decides", `arn:aws:iam::${account}:root`],
    ["the account by its number", account],
    ["everybody", "*"],
  ])("lets a session in that it names by %s", (_, principal) => {
    expect(allows(policy(principal, "kms:*"), "kms:DescribeKey", caller)).toBe(true);
  });

  it.each([
    ["another role", `arn:aws:iam::${account}:role/laptop`],
    ["the role without its path", `arn:aws:iam::${account}:role/pipeline`],
    ["another account", "arn:aws:iam::210987654321:root"],
  ])("keeps it out when it names %s", (_, principal) => {
    expect(allows(policy(principal, "kms:*"), "kms:DescribeKey", caller)).toBe(false);
  });

  it("names actions by their beginning", () => {
    const describing = policy(caller.principalArn, "kms:Describe*", "kms:PutKeyPolicy");
    expect(allows(describing, "kms:DescribeKey", caller)).toBe(true);
    expect(allows(describing, "kms:PutKeyPolicy", caller)).toBe(true);
    expect(allows(describing, "kms:ScheduleKeyDeletion", caller)).toBe(false);
  });
});
