/** Checks whether Terraform or OpenTofu is new enough: an older one would write runner tokens into the state. */
import * as z from "zod";
import { terraformVersion } from "../../../modules/pins";
import { compareVersions } from "../../facts/version-order";
import { parseJson } from "../system/json";
import type { TerraformProduct } from "./terraform-program";

const oldestTerraform = terraformVersion.replace(/^>=\s*/, "");

/**
 * OpenTofu's is the version that the lifecycle tests use; write-only attributes exist since 1.11. Source:
 * opentofu/opentofu, CHANGELOG.md of v1.11 (read 2026-11-30).
 */
export const oldestVersions: Readonly<Record<TerraformProduct, string>> = {
  Terraform: oldestTerraform,
  OpenTofu: "1.12.0",
};

interface InstalledTerraform {
  /** For a release candidate, the version of its release. */
  readonly version: string;
  readonly newEnough: boolean;
}

/**
 * Undefined if the text has no version.
 * @param text the output of `terraform version -json`, with Terraform's warnings before or after the JSON
 */
export function terraformIn(
  text: string,
  product: TerraformProduct = "Terraform",
): InstalledTerraform | undefined {
  const json = text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1);
  const { terraform_version: printed = "" } = versionSchema.safeParse(parseJson(json)).data ?? {};
  const version = /^\d+(\.\d+)*/.exec(printed)?.[0];
  if (version === undefined) return undefined;
  return { version, newEnough: compareVersions(version, oldestVersions[product]) >= 0 };
}

const versionSchema = z.object({ terraform_version: z.string() });
