import { describe, expect, it } from "vitest";
import { accountReference } from "../../../../src/cli/actions/emulator/demo";
import { configOf } from "../../../support/synth";

const base = { name: "ci", region: "us-west-2" };

describe("a reference to an AWS account", () => {
  it.each([
    [{ runners: [{ name: "a", token: "env:TF_VAR_a" }] }, undefined],
    [
      {
        runners: [
          { name: "a", token: "env:TF_VAR_a" },
          { name: "b", token: "ssm:/token" },
        ],
      },
      "runners[1].token",
    ],
    [{ runners: [{ name: "a", token: "secretsmanager:token" }] }, "runners[0].token"],
    [
      {
        network: {
          existing: {
            vpcId: "vpc-0123456789abcdef0",
            privateSubnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
          },
        },
      },
      "network.existing",
    ],
  ])("is named: %j takes %s", (change, key) => {
    expect(accountReference(configOf({ ...base, ...change }))).toBe(key);
  });
});
