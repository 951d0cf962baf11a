/** What is lost with a resource, when it is deleted or replaced. */
import type { TerraformResourceChange } from "../clients/terraform/plan-json";
import { manifestHolds, holds } from "./tables/data-loss-table";
import { deepPart, isObject, type Json } from "./diff";
import { parse } from "yaml";
import * as z from "zod";

/** What would be lost with it; undefined where nothing is. */
export function loses({ mode, type, change }: TerraformResourceChange): string | undefined {
  if (mode !== "managed") return undefined;
  const kind = manifestKind(type, change.before);
  return holds.get(type) ?? (kind === undefined ? undefined : manifestHolds.get(kind));
}

function manifestKind(type: string, before: Json): string | undefined {
  if (type === "kubernetes_manifest") return kindOf(deepPart(before, "manifest"));
  const body = deepPart(before, "yaml_body");
  return type === "kubectl_manifest" && typeof body === "string" ? kindOf(read(body)) : undefined;
}

function kindOf(manifest: Json): string | undefined {
  const kind = isObject(manifest) ? deepPart(manifest, "kind") : null;
  return typeof kind === "string" ? kind : undefined;
}

function read(text: string): Json {
  try {
    return z.json().safeParse(parse(text, { logLevel: "silent" })).data ?? null;
  } catch {
    return null;
  }
}
