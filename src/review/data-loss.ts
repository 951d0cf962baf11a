/** What is lost with a resource, when it is deleted or replaced. */
import type { TerraformResourceChange } from "../clients/terraform/plan-json";
import { dataLossByManifestKind, dataLossByType } from "./tables/data-loss-table";
import { valueAtPath, isObject, type Json } from "./diff";
import { parse } from "yaml";
import * as z from "zod";

/** What would be lost with it; undefined where nothing is. */
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
