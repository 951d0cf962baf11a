/**
 * What the schema of a resource type does not say: which attributes force a replacement, which ones the provider sets
 * again at each update or always plans with one value, and what remains of a failed creation. Covers only the types that
 * the stages and their modules use.
 * Source: schemas, CustomizeDiff and create functions of helm 2.17.0, kubernetes 2.38.0, kubectl 1.19.0, time 0.13.1
 * (read 2026-11).
 */
import { defaultsOf, type Defaults } from "./attribute-defaults";
import type { ValuePath } from "./protocol/schema-walk";

export interface ResourceTraits {
  /** Attributes whose change forces a replacement. */
  readonly replacedBy: readonly ValuePath[];
  /** Attributes that the provider sets again at each update. */
  readonly recomputed: readonly string[];
  /** Values that every plan has, so that an update corrects a drifted object. @default none */
  readonly desired?: Readonly<Record<string, string>>;
  /** Values of attributes that are not configured. */
  readonly defaults: Defaults;
  /** Values of an object that exists although its creation failed. @default those of a successful creation */
  readonly failed?: Readonly<Record<string, string>>;
}

type DeclaredTraits = Omit<ResourceTraits, "defaults">;

const kubernetesObject: DeclaredTraits = {
  replacedBy: [
    ["metadata", 0, "name"],
    ["metadata", 0, "namespace"],
    ["metadata", 0, "generate_name"],
  ],
  recomputed: [],
};

const exact: Readonly<Record<string, DeclaredTraits>> = {
  helm_release: {
    replacedBy: [["name"], ["namespace"]],
    recomputed: ["metadata"],
    desired: { status: "deployed" },
    failed: { status: "failed" },
  },
  kubectl_manifest: {
    replacedBy: [],
    recomputed: ["yaml_body_parsed", "yaml_incluster", "live_manifest_incluster"],
  },
  kubernetes_secret_v1: {
    replacedBy: [...kubernetesObject.replacedBy, ["type"]],
    recomputed: [],
  },
  time_sleep: { replacedBy: [["triggers"]], recomputed: [] },
};

/**
 * Whether the provider uses the older plugin SDK: Terraform then accepts planned defaults that the configuration does not
 * have. The other providers use the plugin framework, whose plans Terraform compares with the configuration.
 */
export function hasLegacyTypes(type: string): boolean {
  return /^(helm|kubectl|kubernetes)_/.test(type);
}

export function traitsOf(type: string): ResourceTraits {
  const fallback = type.startsWith("kubernetes_") ? kubernetesObject : { replacedBy: [], recomputed: [] };
  return { ...(exact[type] ?? fallback), defaults: defaultsOf(type) };
}
