/**
 * Which program is Terraform: Terraform itself or OpenTofu. The variables name it; without them it is `terraform`, or
 * `tofu` where only that is on PATH. A name that says `tofu` is taken for OpenTofu: both print the same kind of version.
 */
import { accessSync, constants, realpathSync } from "node:fs";
import { basename, delimiter, isAbsolute, join } from "node:path";
import type { Environment } from "../../config/environment";

/** Of glrunner, and of cdktf. Source: hashicorp/terraform-cdk, packages/@cdktf/commons/src/terraform.ts (2026-11). */
export const terraformVariables = ["GLRUNNER_TERRAFORM", "TERRAFORM_BINARY_NAME"] as const;

export type TerraformProduct = "Terraform" | "OpenTofu";

/** A name on PATH or a path. */
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

/** Without links; undefined for what cannot be started. */
function fileOf(program: string, { PATH = "" }: Environment): string | undefined {
  const places = isAbsolute(program) || program.includes("/") ? [""] : PATH.split(delimiter).filter(Boolean);
  for (const place of places) {
    try {
      const file = join(place, program);
      accessSync(file, constants.X_OK);
      return realpathSync(file);
    } catch {
      // The next one.
    }
  }
  return undefined;
}
