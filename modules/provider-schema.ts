/**
 * The recorded schemas of the pinned providers, from `terraform providers schema -json`, without the parts that no check
 * needs. The AWS schema is not recorded: it is larger than this project.
 */
import * as z from "zod";
import cloudinit from "./interfaces/providers/cloudinit.json";
import helm from "./interfaces/providers/helm.json";
import kubectl from "./interfaces/providers/kubectl.json";
import kubernetes from "./interfaces/providers/kubernetes.json";
import time from "./interfaces/providers/time.json";
import tls from "./interfaces/providers/tls.json";
import type { PinnedProvider } from "./pins";

/** `string`, `number`, `bool`, `dynamic`, or a collection with its element type: `["list", "string"]`. */
export type AttributeType =
  string | readonly [kind: string, element: AttributeType | Readonly<Record<string, AttributeType>>];

export interface AttributeSchema {
  readonly type: AttributeType;
  readonly required?: boolean;
  readonly optional?: boolean;
  /** The provider may set it. Without `optional`, only the provider does. */
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  readonly write_only?: boolean;
  readonly deprecated?: boolean;
}

export interface NestedBlock {
  readonly nesting_mode: "single" | "group" | "list" | "set" | "map";
  readonly block: BlockSchema;
  readonly min_items?: number;
  readonly max_items?: number;
}

export interface BlockSchema {
  readonly attributes?: Readonly<Record<string, AttributeSchema>>;
  readonly block_types?: Readonly<Record<string, NestedBlock>>;
}

const attributeType: z.ZodType<AttributeType> = z.lazy(() =>
  z.union([z.string(), z.tuple([z.string(), z.union([attributeType, z.record(z.string(), attributeType)])])]),
);

const attribute: z.ZodType<AttributeSchema> = z.object({
  type: attributeType,
  required: z.boolean().optional(),
  optional: z.boolean().optional(),
  computed: z.boolean().optional(),
  sensitive: z.boolean().optional(),
  write_only: z.boolean().optional(),
  deprecated: z.boolean().optional(),
});

const block: z.ZodType<BlockSchema> = z.lazy(() =>
  z.object({
    attributes: z.record(z.string(), attribute).optional(),
    block_types: z.record(z.string(), nestedBlock).optional(),
  }),
);

const nestedBlock: z.ZodType<NestedBlock> = z.object({
  nesting_mode: z.enum(["single", "group", "list", "set", "map"]),
  block,
  min_items: z.number().optional(),
  max_items: z.number().optional(),
});

const versioned = z.object({ version: z.number(), block });

const schema = z.object({
  /** Version of the recorded provider. */
  version: z.string(),
  provider: versioned,
  resource_schemas: z.record(z.string(), versioned).default({}),
  data_source_schemas: z.record(z.string(), versioned).default({}),
  ephemeral_resource_schemas: z.record(z.string(), versioned).default({}),
});

export type ProviderSchema = z.infer<typeof schema>;

export const recordedProviders = [
  "helm",
  "kubernetes",
  "kubectl",
  "time",
  "tls",
  "cloudinit",
] as const satisfies readonly PinnedProvider[];
export type RecordedProvider = (typeof recordedProviders)[number];

const recorded: Readonly<Record<RecordedProvider, unknown>> = {
  helm,
  kubernetes,
  kubectl,
  time,
  tls,
  cloudinit,
};

/** @throws when the recorded file does not have the expected form */
export function readProviderSchema(name: RecordedProvider): ProviderSchema {
  return schema.parse(recorded[name]);
}
