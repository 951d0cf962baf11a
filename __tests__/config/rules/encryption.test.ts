import { describe, expect, it } from "vitest";
import { configOf, found } from "../samples";

const keyIn = (region: string) =>
  `arn:aws:kms:${region}:123456789012:key/mrk-0123456789abcdef0123456789abcdef`;
const withKey = (encryption: object) => ({ cluster: { encryption } });

describe("the key of the cluster's secrets", () => {
  it("is created by the deployment by default", () => {
    expect(configOf().cluster.encryption).toEqual({});
  });

  it("may be a key of the user in the same Region", () => {
    expect(found(withKey({ keyArn: keyIn("us-west-2") }))).toEqual([]);
  });

  it("is refused in another Region, as an alias and as an ID", () => {
    const path = "cluster.encryption.keyArn";
    expect(found(withKey({ keyArn: keyIn("eu-west-1") }))).toEqual([`key-region ${path}`]);
    for (const keyArn of ["arn:aws:kms:us-west-2:123456789012:alias/mine", "0123", "alias/mine"])
      expect(found(withKey({ keyArn }))).toEqual([`wrong-form ${path}`]);
  });

  it("has administrators with ARNs of IAM", () => {
    const start = "arn:aws:iam::123456789012:";
    const administrators = [
      `${start}root`,
      `${start}role/aws-reserved/sso.amazonaws.com/Admin`,
      `${start}user/me`,
    ];
    expect(found(withKey({ administrators }))).toEqual([]);
    for (const wrong of ["*", "arn:aws:sts::123456789012:assumed-role/Admin/me", `${start}group/admins`])
      expect(found(withKey({ administrators: [wrong] }))).toEqual([
        "wrong-form cluster.encryption.administrators[0]",
      ]);
  });

  it("has no administrators if it is a key of the user", () => {
    const administrators = ["arn:aws:iam::123456789012:role/Admin"];
    expect(found(withKey({ keyArn: keyIn("us-west-2"), administrators }))).toEqual([
      "no-effect cluster.encryption.administrators",
    ]);
  });
});
