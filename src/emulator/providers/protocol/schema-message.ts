/** Encodes a provider's schema as the plugin protocol's GetSchema response. */
import type { BlockSchema, NestedBlock, ProviderSchema } from "../../../../modules/provider-schema";
import { Message } from "./protobuf";

/** Source: `Schema.NestedBlock.NestingMode` of plugin protocol 5. */
const nestingModes: Readonly<Record<NestedBlock["nesting_mode"], number>> = {
  single: 1,
  list: 2,
  set: 3,
  map: 4,
  group: 5,
};

/** The response to GetSchema, without ephemeral resources: no stage uses one from these providers. */
export function schemaMessage(schema: ProviderSchema): Message {
  return new Message()
    .message(1, versionedMessage(schema.provider))
    .map(2, mapValues(schema.resource_schemas, versionedMessage))
    .map(3, mapValues(schema.data_source_schemas, versionedMessage));
}

function mapValues<T>(
  values: Readonly<Record<string, T>>,
  convert: (value: T) => Message,
): (readonly [string, Message])[] {
  return Object.entries(values).map(([name, value]) => [name, convert(value)]);
}

function versionedMessage({ version, block }: ProviderSchema["provider"]): Message {
  return new Message().varint(1, version).message(2, blockMessage(block));
}

function blockMessage({ attributes = {}, block_types = {} }: BlockSchema): Message {
  return new Message()
    .messages(
      2,
      Object.entries(attributes).map(([name, attribute]) =>
        new Message()
          .text(1, name)
          .text(2, JSON.stringify(attribute.type))
          .varint(4, attribute.required)
          .varint(5, attribute.optional)
          .varint(6, attribute.computed)
          .varint(7, attribute.sensitive)
          .varint(9, attribute.deprecated)
          .varint(10, attribute.write_only),
      ),
    )
    .messages(
      3,
      Object.entries(block_types).map(([name, nested]) =>
        new Message()
          .text(1, name)
          .message(2, blockMessage(nested.block))
          .varint(3, nestingModes[nested.nesting_mode])
          .varint(4, nested.min_items)
          .varint(5, nested.max_items),
      ),
    );
}
