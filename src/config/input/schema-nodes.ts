/**
 * The schema as plain data (JSON Schema), to be walked: which keys exist at a path, what is allowed there, in words.
 * Made only when something must be explained, because it takes longer than checking does.
 */
import { configJsonSchema, type JsonSchema } from "../docs/json-schema";
import type { Path } from "../paths";

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
  return union === undefined ? [node] : union.flatMap(choices);
}

function childrenOf(node: SchemaNode, segment: PropertyKey): readonly SchemaNode[] {
  return choices(node).flatMap((choice) => {
    const properties = choice.properties ?? {};
    const named = Object.hasOwn(properties, segment) ? properties[String(segment)] : undefined;
    const items = Array.isArray(choice.items) ? undefined : choice.items;
    const child = named ?? (typeof segment === "number" ? items : choice.additionalProperties);
    return isNode(child) ? [child] : [];
  });
}

/** Every node that the path can mean; more than one below a union, none for an unknown key. */
export function nodesAt(path: Path): readonly SchemaNode[] {
  return path.reduce<readonly SchemaNode[]>(
    (nodes, segment) => nodes.flatMap((node) => childrenOf(node, segment)),
    [rootNode()],
  );
}

/** Names of the keys at a path, without those of maps, whose keys are free. */
export function keysAt(path: Path): readonly string[] {
  const names = nodesAt(path)
    .flatMap(choices)
    .flatMap((node) => Object.keys(node.properties ?? {}));
  return [...new Set(names)];
}
