/** Whether a Terraform or an OpenTofu will do: an older one would write runner tokens into the state. */
import * as z from "zod";
import { terraformVersion } from "../../../modules/pins";
import { compareVersions } from "../../facts/version-order";
import { parseJson } from "../system/json";
import type { TerraformProduct } from "./terraform-program";

const oldestTerraform = terraformVersion.replace(/^>=\s*/, "");

/**
 * Of OpenTofu: the line that the lives were run with. Write-only attributes came with 1.11. Source: opentofu/opentofu,
 * CHANGELOG.md of v1.11 (read 2026-11-30).
 */
export const oldestVersions: Readonly<Record<TerraformProduct, string>> = {
  Terraform: oldestTerraform,
  OpenTofu: "1.12.0",
};

interface InstalledTerraform {
  /** Of a candidate, the release that it is for. */
  readonly version: string;
  readonly newEnough: boolean;
}

/**
 * Undefined for what is not understood.
 * @param text that `terraform version -json` printed; Terraform's warnings may stand before or behind the JSON
 */
export function terraformIn(
  text: string,
  product: TerraformProduct = "Terraform",
): InstalledTerraform | undefined {
  const json = text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1);
  const { terraform_version: told = "" } = versionSchema.safeParse(parseJson(json)).data ?? {};
  const version = /^\d+(\.\d+)*/.exec(told)?.[0];
  if (version === undefined) return undefined;
  return { version, newEnough: compareVersions(version, oldestVersions[product]) >= 0 };
}

const versionSchema = z.object({ terraform_version: z.string() });
