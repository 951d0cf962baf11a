/**
 * Checks every block of a synthesized stack that belongs to a recorded provider: the provider's configuration, resources,
 * data sources and ephemeral resources. Blocks of other providers (AWS) are not checked.
 */
import { checkBlock } from "./check-block";
import {
  readProviderSchema,
  recordedProviders,
  type BlockSchema,
  type ProviderSchema,
  type RecordedProvider,
} from "./provider-schema";

/** Terraform's meta-arguments, which no schema lists. */
const metaArguments = {
  resource: ["depends_on", "count", "for_each", "provider", "lifecycle", "connection", "provisioner"],
  data: ["depends_on", "count", "for_each", "provider", "lifecycle"],
  ephemeral: ["depends_on", "count", "for_each", "provider", "lifecycle"],
  provider: ["alias", "version"],
} as const;

const schemaOfBlock = {
  resource: "resource_schemas",
  data: "data_source_schemas",
  ephemeral: "ephemeral_resource_schemas",
} as const;
type BlockType = keyof typeof schemaOfBlock;

type JsonObject = Readonly<Record<string, unknown>>;

/** @param json a parsed `cdk.tf.json`. @returns one line for each problem, which begins with an address */
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

function checkTypes(
  blockType: BlockType,
  name: RecordedProvider,
  schema: ProviderSchema,
  json: JsonObject,
): string[] {
  const types = Object.entries(members(json[blockType])).filter(([type]) => type.split("_")[0] === name);
  return types.flatMap(([type, blocks]) => {
    const block = schema[schemaOfBlock[blockType]][type]?.block;
    return Object.entries(members(blocks)).flatMap(([id, content]) => {
      const address = `${blockType}.${type}.${id}`;
      return block === undefined
        ? [`${address}: no such type in ${name} ${schema.version}`]
        : checkBlock(block, without(content, metaArguments[blockType]), address);
    });
  });
}

/** Also removes `//`, cdktf's metadata. */
function without(content: unknown, names: readonly string[]): unknown {
  const entries = Object.entries(members(content));
  return Object.fromEntries(entries.filter(([name]) => name !== "//" && !names.includes(name)));
}

function members(value: unknown): JsonObject {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
