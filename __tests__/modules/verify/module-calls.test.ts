import { describe, expect, it } from "vitest";
import { versionConstraint } from "../../../modules/verify/module-calls";
import { folderWith } from "../folder";

describe("versionConstraint", () => {
  it("reads the version of the call in HCL, not of an inner block or of the next call", () => {
    const folder = folderWith({
      "main.tf": `module "a" {
  source = "x/a/aws"
  config = {
    version = "9.9.9"
  }
}

module "b" {
  count   = 1
  version = "~> 2.0"
  # version = "1.0.0"
}
`,
    });
    expect(versionConstraint(folder, "a")).toBeUndefined();
    expect(versionConstraint(folder, "b")).toBe("~> 2.0");
    expect(versionConstraint(folder, "c")).toBeUndefined();
  });

  it("reads JSON, also a call in a list", () => {
    const folder = folderWith({
      "cdk.tf.json": JSON.stringify({ module: { a: { version: "1.2.3" }, b: [{ version: "> 1" }], c: {} } }),
      "other.json": JSON.stringify({ module: { c: { version: "1" } } }),
    });
    expect(versionConstraint(folder, "a")).toBe("1.2.3");
    expect(versionConstraint(folder, "b")).toBe("> 1");
    expect(versionConstraint(folder, "c")).toBeUndefined();
  });

  it("returns nothing for a missing folder", () => {
    expect(versionConstraint("/does/not/exist", "a")).toBeUndefined();
  });
});
