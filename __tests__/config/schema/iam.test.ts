import { describe, expect, it } from "vitest";
import { accepted, configOf, found } from "../samples";

const boundary = "arn:aws:iam::123456789012:policy/company/Boundary";

describe("the iam section", () => {
  it("is empty by default", () => {
    expect(configOf().iam).toEqual({});
  });

  it.each([
    [boundary],
    ["arn:aws-us-gov:iam::123456789012:policy/Boundary"],
    ["arn:aws:iam::aws:policy/PowerUserAccess"],
  ])("accepts the boundary %s", (permissionsBoundary) => {
    expect(configOf({ iam: { permissionsBoundary } }).iam).toEqual({ permissionsBoundary });
  });

  it.each([
    ["Boundary"],
    ["arn:aws:iam::123456789012:role/Boundary"],
    ["arn:aws:iam::1234:policy/Boundary"],
    ["arn:aws:iam::123456789012:policy/"],
    ["arn:aws:iam::123456789012:policy/${name}"],
  ])("refuses the boundary %s", (permissionsBoundary) => {
    expect(found({ iam: { permissionsBoundary } })).toEqual(["wrong-form iam.permissionsBoundary"]);
  });

  it.each(["/ci/", "/company/ci+x/", `/${"a".repeat(510)}/`])("accepts the path %s", (rolePath) => {
    expect(accepted({ iam: { rolePath } })).toBe(true);
  });

  it.each(["/", "ci", "/ci", "ci/", "//", "/a b/", "/${x}/"])("refuses the path %s", (rolePath) => {
    expect(found({ iam: { rolePath } })).toEqual(["wrong-form iam.rolePath"]);
  });

  it("refuses a path that is too long for IAM", () => {
    expect(found({ iam: { rolePath: `/${"a".repeat(511)}/` } })).toEqual(["out-of-range iam.rolePath"]);
  });

  it.each(["irsa_iam_permissions_boundary", "irsa_iam_role_path"])(
    "replaces the input %s of the add-ons module",
    (input) => {
      expect(found({ addons: { blueprints: { [input]: "/ci/" } } })).toEqual([
        `unknown-key addons.blueprints.${input}`,
      ]);
    },
  );
});
