/** The keys of a section of the schema as rows of a table: key, kind, default, what is allowed, description. */
import { allowedText } from "../input/describe-schema";
import { choices, isNode, type SchemaNode } from "../input/schema-nodes";

export interface ReferenceRow {
  readonly key: string;
  readonly kind: string;
  /** Undefined if there is none; `required` says which of the two reasons it has. */
  readonly defaultValue: unknown;
  readonly required: boolean;
  readonly allowed: string;
  readonly description: string;
}

function kindText(node: SchemaNode): string {
  const kinds = choices(node).map((choice) => {
    if (choice.type === "array") return "list";
    if (choice.type === "object") return "mapping";
    return Array.isArray(choice.type) ? choice.type.join(" or ") : (choice.type ?? "any");
  });
  return [...new Set(kinds)].join(" or ");
}

function row(key: string, node: SchemaNode, required: boolean): ReferenceRow {
  return {
    key,
    kind: kindText(node),
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

/** Mappings with so many keys that the page lists their names alone. */
const isListed = (key: string) => /(^|\.)chartValues$/.test(key);

/** Rows of what is below a node: keys of mappings, entries of lists (`[]`) and of free maps (`<name>`). */
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

/** A mapping whose keys follow says nothing by itself but its description. */
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

/** Rows of a whole section, whose own entries may be those of a list. */
export function sectionRows(node: SchemaNode, prefix = ""): readonly ReferenceRow[] {
  const item = itemOf(node);
  return item === undefined ? rowsOf(node, prefix) : rowsOf(item, prefix);
}
