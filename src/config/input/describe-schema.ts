/** What a node of the schema allows, in words: `0.05 to 16`, `one of single, per-zone, none`, `a list of ...`. */
import { choices, type SchemaNode } from "./schema-nodes";

function bounds(least: number | undefined, most: number | undefined, unit = ""): string {
  if (least !== undefined && most !== undefined) return `${least} to ${most}${unit}`;
  if (least !== undefined) return `${least}${unit} or more`;
  return most === undefined ? "" : `at most ${most}${unit}`;
}

function numberText(node: SchemaNode): string {
  const range = bounds(node.minimum, node.maximum);
  const kind = node.type === "integer" ? "a whole number" : "a number";
  return range === "" ? kind : `${kind}, ${range}`;
}

function stringText(node: SchemaNode): string {
  const said = node.patternErrorMessage;
  const form = typeof said === "string" ? said : node.format === "uri" ? "a URL" : "text";
  const least = node.minLength;
  const lengths = bounds(least === 0 ? undefined : least, node.maxLength, " characters");
  // "1 characters or more" says no more than "text".
  return lengths === "" || lengths === "1 characters or more" ? form : `${form}; ${lengths}`;
}

function listText(node: SchemaNode): string {
  const items = Array.isArray(node.items) || typeof node.items !== "object" ? undefined : node.items;
  const length = bounds(node.minItems, node.maxItems);
  const what = items === undefined ? "values" : allowedText(items);
  return `a list${length === "" ? "" : ` of ${length}`}: each ${what}`;
}

function objectText(node: SchemaNode): string {
  const keys = Object.keys(node.properties ?? {});
  if (keys.length > 0 && keys.length <= 12) return `a mapping with ${keys.join(", ")}`;
  if (keys.length > 0) return "a mapping";
  const values = node.additionalProperties;
  return typeof values === "object" ? `a mapping; each value ${allowedText(values)}` : "a mapping";
}

function oneText(node: SchemaNode): string {
  if (node.type === "string") return stringText(node);
  if (node.type === "integer" || node.type === "number") return numberText(node);
  if (node.type === "boolean") return "true or false";
  if (node.type === "array") return listText(node);
  return node.type === "object" ? objectText(node) : "any value";
}

/** The fixed values of a node, if it is nothing but those. */
function fixedValues(node: SchemaNode): readonly unknown[] | undefined {
  return node.const === undefined ? node.enum : [node.const];
}

export function allowedText(...nodes: readonly SchemaNode[]): string {
  // A reference is the schema of "any JSON value", which names itself.
  if (nodes.some((node) => node.$ref !== undefined)) return "any value";
  const all = nodes.flatMap(choices);
  const fixed = [...new Set(all.flatMap((node) => fixedValues(node) ?? []))].map((value) =>
    value === "" ? '""' : String(value),
  );
  const others = all.filter((node) => fixedValues(node) === undefined).map(oneText);
  const listed = fixed.length > 1 ? `one of ${fixed.join(", ")}` : fixed.join();
  return [...new Set([...others, ...(listed === "" ? [] : [listed])])].join(", or ");
}
