/**
 * The schema as plain data (JSON Schema), to be walked: which keys exist at a path, what is allowed there, in words.
 * Made only when something must be explained, because it takes longer than checking does.
 */
import { configJsonSchema, type JsonSchema } from "../docs/json-schema";
import { isMapping, valueAt, type Path } from "../paths";

export type SchemaNode = JsonSchema;

let made: SchemaNode | undefined;

export function rootNode(): SchemaNode {
  made ??= configJsonSchema();
  return made;
}

export function isNode(node: SchemaNode | boolean | undefined): node is SchemaNode {
  return typeof node === "object";
}

/** The choices that a node stands for: itself, or what its union or reference names. */
export function choices(node: SchemaNode): readonly SchemaNode[] {
  if (node.$ref !== undefined) {
    const target = rootNode().$defs?.[node.$ref.replace("#/$defs/", "")];
    return target === undefined ? [] : choices(target);
  }
  const union = node.anyOf ?? node.oneOf;
  return union === undefined ? byType(node) : union.flatMap(choices);
}

const types = ["string", "number", "integer", "boolean", "array", "object", "null"] as const;

/** A union of plain types is one node with a list of them. */
function byType(node: SchemaNode): readonly SchemaNode[] {
  const given: unknown = node.type;
  if (!Array.isArray(given)) return [node];
  return types.filter((type) => given.includes(type)).map((type) => ({ ...node, type }));
}

/**
 * Of the choices, those that a value with these fixed keys means: of the state backends the one that `backend` names.
 * @returns all of them where no key decides
 */
function meant(nodes: readonly SchemaNode[], value: unknown): readonly SchemaNode[] {
  if (!isMapping(value)) return nodes;
  const isNamed = ({ properties = {} }: SchemaNode) =>
    Object.entries(properties).some(
      ([key, child]) => isNode(child) && child.const !== undefined && child.const === value[key],
    );
  const named = nodes.filter(isNamed);
  return named.length === 0 ? nodes : named;
}

function childrenOf(node: SchemaNode, segment: PropertyKey, value: unknown): readonly SchemaNode[] {
  return meant(choices(node), value).flatMap((choice) => {
    const properties = choice.properties ?? {};
    const named = Object.hasOwn(properties, segment) ? properties[String(segment)] : undefined;
    const items = Array.isArray(choice.items) ? undefined : choice.items;
    const child = named ?? (typeof segment === "number" ? items : choice.additionalProperties);
    return isNode(child) ? [child] : [];
  });
}

/**
 * Every node that the path can mean; more than one below a union, none for an unknown key.
 * @param root the configuration, whose keys tell members of a union apart. @default every member counts
 */
export function nodesAt(path: Path, root?: unknown): readonly SchemaNode[] {
  return path.reduce<readonly SchemaNode[]>(
    (nodes, segment, depth) =>
      nodes.flatMap((node) => childrenOf(node, segment, valueAt(root, path.slice(0, depth)))),
    [rootNode()],
  );
}

/** Names of the keys at a path, without those of maps, whose keys are free. */
export function keysAt(path: Path, root?: unknown): readonly string[] {
  const names = meant(nodesAt(path, root).flatMap(choices), valueAt(root, path)).flatMap((node) =>
    Object.keys(node.properties ?? {}),
  );
  return [...new Set(names)];
}
