/** Looks up what is lost when Terraform deletes or replaces a resource. */
import type { TerraformResourceChange } from "../clients/terraform/plan-json";
import { dataLossByManifestKind, dataLossByType } from "./tables/data-loss-table";
import { valueAtPath, isObject, type Json } from "./diff";
import { parse } from "yaml";
import * as z from "zod";

/**
 * The data or identity that is lost with this resource, as a noun phrase; undefined when it holds neither. For a
 * manifest, the kind decides.
 */
export function dataLossOf({ mode, type, change }: TerraformResourceChange): string | undefined {
  if (mode !== "managed") return undefined;
  const kind = manifestKind(type, change.before);
  return dataLossByType.get(type) ?? (kind === undefined ? undefined : dataLossByManifestKind.get(kind));
}

function manifestKind(type: string, before: Json): string | undefined {
  if (type === "kubernetes_manifest") return kindOf(valueAtPath(before, "manifest"));
  const body = valueAtPath(before, "yaml_body");
  return type === "kubectl_manifest" && typeof body === "string" ? kindOf(parseYaml(body)) : undefined;
}

function kindOf(manifest: Json): string | undefined {
  const kind = isObject(manifest) ? valueAtPath(manifest, "kind") : null;
  return typeof kind === "string" ? kind : undefined;
}

function parseYaml(text: string): Json {
  try {
    return z.json().safeParse(parse(text, { logLevel: "silent" })).data ?? null;
  } catch {
    return null;
  }
}
