import { describe, expect, it } from "vitest";
import { typescriptType } from "../../../modules/recording/hcl-type";

describe("typescriptType", () => {
  it.each([
    ["string", "string"],
    ["number", "number"],
    ["bool", "boolean | IResolvable"],
    ["any", "HclValue"],
    ["list(string)", "readonly string[]"],
    ["set(bool)", "readonly (boolean | IResolvable)[]"],
    ["list(map(string))", "readonly (Readonly<Record<string, string>>)[]"],
    ["map(any)", "Readonly<Record<string, HclValue>>"],
    [
      "object({ enable = bool provider_aws_version = string additional_irsa_policies = list(string) })",
      "{ readonly enable: boolean | IResolvable; readonly provider_aws_version: string; readonly additional_irsa_policies: readonly string[] }",
    ],
    ["object({ a = string, b = number })", "{ readonly a: string; readonly b: number }"],
    [
      'object({ a = optional(string, "x(y"), b = optional(map(object({ c = number })), tomap({})), d = any })',
      "{ readonly a?: string; readonly b?: Readonly<Record<string, { readonly c: number }>>; readonly d: HclValue }",
    ],
  ])("converts %s to %s", (hcl, typescript) => {
    expect(typescriptType(hcl)).toBe(typescript);
  });

  it.each(["tuple([string])", "list(string", "list(string))", "strin", "", "object({ a string })"])(
    "refuses %j rather than guess",
    (hcl) => {
      expect(() => typescriptType(hcl)).toThrow(/^Terraform type/);
    },
  );
});
