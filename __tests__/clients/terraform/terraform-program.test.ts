import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { terraformProduct, terraformProgram } from "../../../src/clients/terraform/terraform-program";

describe("terraformProgram and terraformProduct", () => {
  let folder: string;
  const path = (...names: readonly string[]) => names.map((name) => join(folder, name)).join(":");
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "glr-program-"));
    for (const [place, name, mode] of [
      ["terraform", "terraform", 0o755],
      ["tofu", "tofu", 0o755],
      ["unusable", "terraform", 0o644],
    ] as const) {
      mkdirSync(join(folder, place));
      writeFileSync(join(folder, place, name), "");
      chmodSync(join(folder, place, name), mode);
    }
    mkdirSync(join(folder, "link"));
    symlinkSync(join(folder, "tofu/tofu"), join(folder, "link/terraform"));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it.each<[string, () => Readonly<Record<string, string>>, string, string]>([
    [
      "Terraform, if both are installed",
      () => ({ PATH: path("tofu", "terraform") }),
      "terraform",
      "Terraform",
    ],
    ["OpenTofu, where it alone is there", () => ({ PATH: path("tofu") }), "tofu", "OpenTofu"],
    [
      "OpenTofu, where terraform cannot be started",
      () => ({ PATH: path("unusable", "tofu") }),
      "tofu",
      "OpenTofu",
    ],
    ["Terraform, where nothing is there", () => ({}), "terraform", "Terraform"],
    [
      "what GLRUNNER_TERRAFORM names, before cdktf's variable",
      () => ({
        GLRUNNER_TERRAFORM: "/opt/tofu",
        TERRAFORM_BINARY_NAME: "terraform",
        PATH: path("terraform"),
      }),
      "/opt/tofu",
      "OpenTofu",
    ],
    [
      "what cdktf's variable names",
      () => ({ GLRUNNER_TERRAFORM: "", TERRAFORM_BINARY_NAME: "tofu", PATH: path("terraform") }),
      "tofu",
      "OpenTofu",
    ],
    ["OpenTofu under the name of Terraform", () => ({ PATH: path("link") }), "terraform", "OpenTofu"],
  ])("choose %s", (_, env, program, product) => {
    expect(terraformProgram(env())).toBe(program);
    expect(terraformProduct(env())).toBe(product);
  });
});
