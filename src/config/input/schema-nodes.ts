/**
 * The schema as plain data (JSON Schema): finds the keys that exist at a path and the nodes that describe it. It is made only
 * when glrunner must explain a value, because making it takes longer than checking a configuration.
 */
import { configJsonSchema, type JsonSchema } from "../docs/json-schema";
import { isMapping, valueAt, type Path } from "../paths";

export type SchemaNode = JsonSchema;

let cached: SchemaNode | undefined;

/** The node of the whole configuration. */
export function rootNode(): SchemaNode {
  cached ??= configJsonSchema();
  return cached;
}

export function isNode(node: SchemaNode | boolean | undefined): node is SchemaNode {
  return typeof node === "object";
}

/** The choices that a node stands for: itself, or the members of its union or reference. */
export function choices(node: SchemaNode): readonly SchemaNode[] {
  if (node.$ref !== undefined) {
    const target = rootNode().$defs?.[node.$ref.replace("#/$defs/", "")];
    return target === undefined ? [] : choices(target);
  }
  const union = node.anyOf ?? node.oneOf;
  return union === undefined ? byType(node) : union.flatMap(choices);
}

const types = ["string", "number", "integer", "boolean", "array", "object", "null"] as const;

/** JSON Schema writes a union of plain types as one node with a list of types. */
function byType(node: SchemaNode): readonly SchemaNode[] {
  const given: unknown = node.type;
  if (!Array.isArray(given)) return [node];
  return types.filter((type) => given.includes(type)).map((type) => ({ ...node, type }));
}

/**
 * The choices that a value selects with its fixed keys, such as the state backend that `backend` names.
 * @returns all choices if no key decides
 */
function selectedChoices(nodes: readonly SchemaNode[], value: unknown): readonly SchemaNode[] {
  if (!isMapping(value)) return nodes;
  const isNamed = ({ properties = {} }: SchemaNode) =>
    Object.entries(properties).some(
      ([key, child]) => isNode(child) && child.const !== undefined && child.const === value[key],
    );
  const named = nodes.filter(isNamed);
  return named.length === 0 ? nodes : named;
}

function childrenOf(node: SchemaNode, segment: PropertyKey, value: unknown): readonly SchemaNode[] {
  return selectedChoices(choices(node), value).flatMap((choice) => {
    const properties = choice.properties ?? {};
    const named = Object.hasOwn(properties, segment) ? properties[String(segment)] : undefined;
    const items = Array.isArray(choice.items) ? undefined : choice.items;
    const child = named ?? (typeof segment === "number" ? items : choice.additionalProperties);
    return isNode(child) ? [child] : [];
  });
}

/**
 * Every node that describes the path: several below a union, none for an unknown key.
 * @param root the configuration, whose keys select members of unions. @default every member counts
 */
export function nodesAt(path: Path, root?: unknown): readonly SchemaNode[] {
  return path.reduce<readonly SchemaNode[]>(
    (nodes, segment, depth) =>
      nodes.flatMap((node) => childrenOf(node, segment, valueAt(root, path.slice(0, depth)))),
    [rootNode()],
  );
}

/** The keys that the schema names at a path, without the free keys of maps. */
export function keysAt(path: Path, root?: unknown): readonly string[] {
  const nodes = selectedChoices(nodesAt(path, root).flatMap(choices), valueAt(root, path));
  return [...new Set(nodes.flatMap((node) => Object.keys(node.properties ?? {})))];
}
