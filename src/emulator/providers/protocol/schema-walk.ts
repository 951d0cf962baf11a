/** Visits the attributes of a value in the order of its schema, and builds a new value. */
import type { AttributeSchema, BlockSchema, NestedBlock } from "../../../../modules/provider-schema";
import { isList, isObject, type Value } from "./value";

/** Names and list positions, outermost first. */
export type ValuePath = readonly (string | number)[];

/** @returns the attribute's new value */
type Visit = (attribute: AttributeSchema, value: Value, path: ValuePath) => Value;

/** Absent attributes are visited as null. Values that the schema does not know are dropped. */
export function mapAttributes(block: BlockSchema, value: Value, visit: Visit, path: ValuePath = []): Value {
  if (!isObject(value)) return value;
  const attributes = Object.entries(block.attributes ?? {}).map(
    ([name, attribute]) => [name, visit(attribute, value[name] ?? null, [...path, name])] as const,
  );
  const blocks = Object.entries(block.block_types ?? {}).map(
    ([name, nested]) => [name, mapNested(nested, value[name] ?? null, visit, [...path, name])] as const,
  );
  return Object.fromEntries([...attributes, ...blocks]);
}

function mapNested({ nesting_mode, block }: NestedBlock, value: Value, visit: Visit, path: ValuePath): Value {
  if (isList(value)) {
    return value.map((item, index) => mapAttributes(block, item, visit, [...path, index]));
  }
  if (nesting_mode === "map" && isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, mapAttributes(block, item, visit, [...path, key])]),
    );
  }
  return mapAttributes(block, value, visit, path);
}
