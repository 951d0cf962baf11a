import { describe, expect, it } from "vitest";
import { deployerPolicies } from "../../../src/check/policy";
import { blockOf, configOf, stackOf } from "../../support/synth";

const base = { name: "ci", region: "eu-west-1", runners: [{ name: "r", token: "env:TF_VAR_r" }] };
const administrators = ["arn:aws:iam::123456789012:role/admin"];
const keyArn = "arn:aws:kms:eu-west-1:210987654321:key/0a1b2c3d";

function keyInputs(encryption: object, set: "current" | "tutorial" = "current") {
  const config = configOf({ ...base, layout: "single", versions: { set }, cluster: { encryption } });
  const inputs = Object.entries(blockOf(stackOf(config, "single"), "module.eks"));
  return Object.fromEntries(inputs.filter(([name]) => /kms|encryption/.test(name)));
}

describe("the key of the cluster's secrets", () => {
  it("leaves access to the account's IAM, so its policy is the same for every identity", () => {
    expect(keyInputs({})).toEqual({
      kms_key_enable_default_policy: true,
      kms_key_administrators: [
        "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:root",
      ],
    });
  });

  it("stays as published in set tutorial", () => {
    expect(keyInputs({}, "tutorial")).toEqual({});
  });

  it("has the administrators of the configuration", () => {
    expect(keyInputs({ administrators })).toEqual({
      kms_key_enable_default_policy: true,
      kms_key_administrators: administrators,
    });
    expect(keyInputs({ administrators }, "tutorial")).toEqual({ kms_key_administrators: administrators });
  });

  it.each(["current", "tutorial"] as const)("can be a key of the user in set %s", (set) => {
    expect(keyInputs({ keyArn }, set)).toEqual({
      create_kms_key: false,
      cluster_encryption_config: { provider_key_arn: keyArn, resources: ["secrets"] },
    });
  });

  it("needs no permission to create a key if the user provides it", () => {
    const statements = Object.values(
      deployerPolicies(configOf({ ...base, cluster: { encryption: { keyArn } } })),
    )
      .flatMap(({ Statement }) => Statement)
      .filter(({ Action }) => Action.some((action) => /^kms:(Create|Schedule|Put)/.test(action)));
    expect(statements).toEqual([
      {
        Sid: "UseKey",
        Effect: "Allow",
        Action: ["kms:CreateGrant", "kms:DescribeKey"],
        Resource: [keyArn],
      },
    ]);
  });
});
