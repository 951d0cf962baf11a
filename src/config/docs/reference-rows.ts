/** The keys of a section of the schema as rows: key, type, default, allowed values, description. */
import { allowedText } from "../input/describe-schema";
import { choices, isNode, type SchemaNode } from "../input/schema-nodes";

/** A key of the configuration as the reference shows it. */
export interface ReferenceRow {
  readonly key: string;
  readonly type: string;
  /** Undefined if the key has no default. Then it is required or optional. */
  readonly defaultValue: unknown;
  readonly required: boolean;
  readonly allowed: string;
  readonly description: string;
}

function typeText(node: SchemaNode): string {
  const types = choices(node).map((choice) => {
    if (choice.type === "array") return "list";
    if (choice.type === "object") return "mapping";
    return Array.isArray(choice.type) ? choice.type.join(" or ") : (choice.type ?? "any");
  });
  return [...new Set(types)].join(" or ");
}

function row(key: string, node: SchemaNode, required: boolean): ReferenceRow {
  return {
    key,
    type: typeText(node),
    defaultValue: node.default,
    required,
    allowed: allowedText(node),
    description: node.description ?? "",
  };
}

function itemOf(node: SchemaNode): SchemaNode | undefined {
  const { items } = node;
  return items === undefined || Array.isArray(items) || !isNode(items) ? undefined : items;
}

/** Mappings with so many keys that the page only lists their names. */
const isListed = (key: string) => /(^|\.)chartValues$/.test(key);

/** Rows of the keys below a node. In their paths, `[]` is an entry of a list and `<name>` a free key of a map. */
function below(key: string, node: SchemaNode): readonly ReferenceRow[] {
  if (node.$ref !== undefined) return [];
  return choices(node).flatMap((choice) => {
    const item = itemOf(choice);
    if (item?.type === "object") return below(`${key}[]`, item);
    const values = choice.additionalProperties;
    if (isNode(values) && values.type === "object") return below(`${key}.<name>`, values);
    return rowsOf(choice, key === "" ? "" : `${key}.`);
  });
}

/** The row of a mapping has only its description. The rows of its keys follow. */
export function rowsOf(node: SchemaNode, prefix = ""): readonly ReferenceRow[] {
  const required = new Set(node.required);
  return Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
    if (!isNode(child)) return [];
    const key = `${prefix}${name}`;
    const children = isListed(key) ? [] : below(key, child);
    const own = row(key, child, required.has(name));
    if (isListed(key)) return [{ ...own, allowed: Object.keys(child.properties ?? {}).join(", ") }];
    return [children.length === 0 ? own : { ...own, allowed: "the keys that follow" }, ...children];
  });
}

/** Rows of a section, which may be a list. */
export function sectionRows(node: SchemaNode, prefix = ""): readonly ReferenceRow[] {
  const item = itemOf(node);
  return item === undefined ? rowsOf(node, prefix) : rowsOf(item, prefix);
}
