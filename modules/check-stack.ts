/**
 * Checks every block of a synthesized stack that a recorded provider is answerable for: its configuration, its
 * resources, its data sources and its ephemeral resources. Those of other providers (AWS) pass unchecked.
 */
import { checkBlock } from "./check-block";
import {
  readProviderSchema,
  recordedProviders,
  type BlockSchema,
  type ProviderSchema,
  type RecordedProvider,
} from "./provider-schema";

/** Arguments of Terraform's own, allowed whatever the schema says. */
const metaArguments = {
  resource: ["depends_on", "count", "for_each", "provider", "lifecycle", "connection", "provisioner"],
  data: ["depends_on", "count", "for_each", "provider", "lifecycle"],
  ephemeral: ["depends_on", "count", "for_each", "provider", "lifecycle"],
  provider: ["alias", "version"],
} as const;

const schemaKinds = {
  resource: "resource_schemas",
  data: "data_source_schemas",
  ephemeral: "ephemeral_resource_schemas",
} as const;
type Kind = keyof typeof schemaKinds;

type JsonObject = Readonly<Record<string, unknown>>;

/** One sentence for each problem, beginning with an address; `json` is a parsed `cdk.tf.json`. */
export function checkStack(json: JsonObject): string[] {
  return recordedProviders.flatMap((name) => {
    const schema = readProviderSchema(name);
    return [
      ...checkProvider(name, schema.provider.block, json),
      ...checkTypes("resource", name, schema, json),
      ...checkTypes("data", name, schema, json),
      ...checkTypes("ephemeral", name, schema, json),
    ];
  });
}

function checkProvider(name: RecordedProvider, block: BlockSchema, json: JsonObject): string[] {
  return [members(json.provider)[name]]
    .flat()
    .filter((configuration) => configuration !== undefined)
    .flatMap((configuration) =>
      checkBlock(block, without(configuration, metaArguments.provider), `provider.${name}`),
    );
}

function checkTypes(kind: Kind, name: RecordedProvider, schema: ProviderSchema, json: JsonObject): string[] {
  const types = Object.entries(members(json[kind])).filter(([type]) => type.split("_")[0] === name);
  return types.flatMap(([type, blocks]) => {
    const block = schema[schemaKinds[kind]][type]?.block;
    return Object.entries(members(blocks)).flatMap(([id, content]) => {
      const address = `${kind}.${type}.${id}`;
      return block === undefined
        ? [`${address}: no such type in ${name} ${schema.version}`]
        : checkBlock(block, without(content, metaArguments[kind]), address);
    });
  });
}

/** `//` holds cdktf's notes. */
function without(content: unknown, names: readonly string[]): unknown {
  const entries = Object.entries(members(content));
  return Object.fromEntries(entries.filter(([name]) => name !== "//" && !names.includes(name)));
}

function members(value: unknown): JsonObject {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
