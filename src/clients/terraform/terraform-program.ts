/**
 * Chooses the program: Terraform or OpenTofu. The environment variables name it. Without them it is `terraform`, or `tofu`
 * if only that is on PATH. A name that contains `tofu` counts as OpenTofu, since both print the same kind of version.
 */
import { accessSync, constants, realpathSync } from "node:fs";
import { basename, delimiter, isAbsolute, join } from "node:path";
import type { Environment } from "../../config/environment";

/** The variables of glrunner and of cdktf, in this order. Source: hashicorp/terraform-cdk, packages/@cdktf/commons/src/terraform.ts (2026-11). */
export const terraformVariables = ["GLRUNNER_TERRAFORM", "TERRAFORM_BINARY_NAME"] as const;

export type TerraformProduct = "Terraform" | "OpenTofu";

/** The name or the path of the program. */
export function terraformProgram(env: Environment): string {
  const named = terraformVariables.map((name) => env[name] ?? "").find((value) => value !== "");
  if (named !== undefined) return named;
  return fileOf("terraform", env) === undefined && fileOf("tofu", env) !== undefined ? "tofu" : "terraform";
}

export function terraformProduct(env: Environment): TerraformProduct {
  const program = terraformProgram(env);
  const names = [program, fileOf(program, env) ?? ""].map((path) => basename(path));
  return names.some((name) => name.includes("tofu")) ? "OpenTofu" : "Terraform";
}

/** The path of the program without symbolic links; undefined if it is not executable. */
function fileOf(program: string, { PATH = "" }: Environment): string | undefined {
  const places = isAbsolute(program) || program.includes("/") ? [""] : PATH.split(delimiter).filter(Boolean);
  for (const place of places) {
    try {
      const file = join(place, program);
      accessSync(file, constants.X_OK);
      return realpathSync(file);
    } catch {
      // Try the next folder.
    }
  }
  return undefined;
}
