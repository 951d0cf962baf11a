/**
 * Checks a block of Terraform JSON against its provider's schema: unknown and missing attributes, wrong types of values,
 * wrong nesting. It is stricter than Terraform, which converts `"5"` to a number. It cannot check rules in the provider's
 * code, such as arguments that exclude each other.
 */
import type { AttributeSchema, AttributeType, BlockSchema, NestedBlock } from "./provider-schema";

/** @returns one line for each problem, which begins with the path; empty without problems */
export function checkBlock(schema: BlockSchema, json: unknown, path = ""): string[] {
  if (!isObject(json)) return [`${path || "block"}: is no block but ${typeName(json)}`];
  const { dynamic, ...members } = json;
  const given = Object.entries(members).filter(([, value]) => value !== null && value !== undefined);
  const names = new Set([...given.map(([name]) => name), ...Object.keys(isObject(dynamic) ? dynamic : {})]);
  return [
    ...given.flatMap(([name, value]) => checkMember(schema, name, value, join(path, name))),
    ...Object.entries(isObject(dynamic) ? dynamic : {}).flatMap(([name, value]) =>
      checkDynamic(schema, name, value, join(path, name)),
    ),
    ...missing(schema, names, path),
  ];
}

function checkMember(schema: BlockSchema, name: string, value: unknown, path: string): string[] {
  const attribute = schema.attributes?.[name];
  if (attribute !== undefined) return checkAttribute(attribute, value, path);
  const nested = schema.block_types?.[name];
  return nested === undefined ? [`${path}: unknown`] : checkNested(nested, value, path);
}

function missing(schema: BlockSchema, names: ReadonlySet<string>, path: string): string[] {
  const attributes = Object.entries(schema.attributes ?? {}).filter(([, { required }]) => required);
  const blocks = Object.entries(schema.block_types ?? {}).filter(([, { min_items = 0 }]) => min_items > 0);
  return [...attributes, ...blocks]
    .filter(([name]) => !names.has(name))
    .map(([name]) => `${join(path, name)}: missing`);
}

function checkAttribute(attribute: AttributeSchema, value: unknown, path: string): string[] {
  if (attribute.computed && !attribute.optional && !attribute.required) return [`${path}: read-only`];
  return checkValue(attribute.type, value, path);
}

function checkNested(nested: NestedBlock, value: unknown, path: string): string[] {
  if (nested.nesting_mode === "map") {
    return isObject(value)
      ? Object.entries(value).flatMap(([key, item]) => checkBlock(nested.block, item, join(path, key)))
      : [`${path}: is no map of blocks but ${typeName(value)}`];
  }
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  const single = nested.nesting_mode === "single" || nested.nesting_mode === "group";
  const { min_items: min = 0, max_items: max = single ? 1 : Infinity } = nested;
  return [
    ...(items.length < min ? [`${path}: ${items.length} blocks, at least ${min} needed`] : []),
    ...(items.length > max ? [`${path}: ${items.length} blocks, at most ${max} allowed`] : []),
    ...items.flatMap((item, index) =>
      checkBlock(nested.block, item, Array.isArray(value) ? `${path}[${index}]` : path),
    ),
  ];
}

/** `dynamic` repeats a block for each element of an expression. */
function checkDynamic(schema: BlockSchema, name: string, value: unknown, path: string): string[] {
  const nested = schema.block_types?.[name];
  if (nested === undefined) return [`${path}: unknown`];
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.flatMap((item) =>
    isObject(item) && "for_each" in item
      ? checkBlock(nested.block, item.content, path)
      : [`${path}: dynamic block without for_each`],
  );
}

const primitives: Readonly<Record<string, string>> = { string: "string", number: "number", bool: "boolean" };

function checkValue(type: AttributeType, value: unknown, path: string): string[] {
  if (value === null || type === "dynamic" || isExpression(value)) return [];
  if (typeof type === "string") {
    return typeof value === primitives[type] ? [] : [`${path}: is no ${type} but ${typeName(value)}`];
  }
  const [collection, element] = type;
  const mismatch = `${path}: is no ${collection} but ${typeName(value)}`;
  if (collection === "list" || collection === "set") {
    if (!Array.isArray(value) || !isType(element)) return [mismatch];
    return value.flatMap((item, index) => checkValue(element, item, `${path}[${index}]`));
  }
  if (!isObject(value)) return [mismatch];
  return Object.entries(value).flatMap(([key, item]) => {
    const field = isType(element) ? element : element[key];
    return field === undefined ? [`${join(path, key)}: unknown`] : checkValue(field, item, join(path, key));
  });
}

function isType(element: AttributeType | Readonly<Record<string, AttributeType>>): element is AttributeType {
  return typeof element === "string" || Array.isArray(element);
}

/** Only Terraform knows the type of an expression. */
function isExpression(value: unknown): boolean {
  return typeof value === "string" && value.includes("${");
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : `a ${typeof value}`;
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
