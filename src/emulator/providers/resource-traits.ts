/**
 * Traits of a resource type that its schema lacks: which attributes force a replacement, which the provider sets again at
 * each update or always plans the same, and how it keeps an object whose creation failed. Only for types that the stages
 * and their modules use.
 * Source: schemas, CustomizeDiff and create functions of helm 2.17.0, kubernetes 2.38.0, kubectl 1.19.0, time 0.13.1
 * (read 2026-11).
 */
import { defaultsOf, type Defaults } from "./attribute-defaults";
import type { ValuePath } from "./protocol/schema-walk";

export interface ResourceTraits {
  readonly replacedBy: readonly ValuePath[];
  readonly recomputed: readonly string[];
  /** Values that every plan has, so that an update corrects an object in another condition. @default none */
  readonly desired?: Readonly<Record<string, string>>;
  /** Of attributes that are not configured. @default they stay empty */
  readonly defaults?: Defaults;
  /** Values of an object that exists although its creation failed. @default those of a successful creation */
  readonly failed?: Readonly<Record<string, string>>;
}

const kubernetesObject: ResourceTraits = {
  replacedBy: [
    ["metadata", 0, "name"],
    ["metadata", 0, "namespace"],
    ["metadata", 0, "generate_name"],
  ],
  recomputed: [],
};

const exact: Readonly<Record<string, ResourceTraits>> = {
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
 * Made with the older plugin SDK: Terraform lets their plans hold defaults that the configuration does not have. The others are made
 * with the framework, and Terraform holds them to the configuration.
 */
export function hasLegacyTypes(type: string): boolean {
  return /^(helm|kubectl|kubernetes)_/.test(type);
}

export function traitsOf(type: string): ResourceTraits {
  const fallback = type.startsWith("kubernetes_") ? kubernetesObject : { replacedBy: [], recomputed: [] };
  return { ...(exact[type] ?? fallback), defaults: defaultsOf(type) };
}
