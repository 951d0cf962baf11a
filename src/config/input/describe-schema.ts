/** The values that a node of the schema allows, in words: `0.05 to 16`, `one of single, per-zone, none`, `a list of ...`. */
import { choices, type SchemaNode } from "./schema-nodes";

function bounds(min: number | undefined, max: number | undefined, unit = ""): string {
  if (min !== undefined && max !== undefined) return `${min} to ${max}${unit}`;
  if (min !== undefined) return `${min}${unit} or more`;
  return max === undefined ? "" : `at most ${max}${unit}`;
}

function numberText(node: SchemaNode): string {
  const range = bounds(node.minimum, node.maximum);
  const type = node.type === "integer" ? "a whole number" : "a number";
  return range === "" ? type : `${type}, ${range}`;
}

function stringText(node: SchemaNode): string {
  const { patternErrorMessage: format, minLength: min } = node;
  const text = typeof format === "string" ? format : node.format === "uri" ? "a URL" : "text";
  const lengths = bounds(min === 0 ? undefined : min, node.maxLength, " characters");
  // "1 characters or more" adds nothing to "text".
  return lengths === "" || lengths === "1 characters or more" ? text : `${text}; ${lengths}`;
}

function listText(node: SchemaNode): string {
  const items = Array.isArray(node.items) || typeof node.items !== "object" ? undefined : node.items;
  const length = bounds(node.minItems, node.maxItems);
  const item = items === undefined ? "values" : allowedText(items);
  return `a list${length === "" ? "" : ` of ${length}`}: each ${item}`;
}

function mappingText(node: SchemaNode): string {
  const keys = Object.keys(node.properties ?? {});
  if (keys.length > 0 && keys.length <= 12) return `a mapping with ${keys.join(", ")}`;
  const values = node.additionalProperties;
  return keys.length === 0 && typeof values === "object"
    ? `a mapping; each value ${allowedText(values)}`
    : "a mapping";
}

function typeText(node: SchemaNode): string {
  if (node.type === "string") return stringText(node);
  if (node.type === "integer" || node.type === "number") return numberText(node);
  if (node.type === "boolean") return "true or false";
  if (node.type === "array") return listText(node);
  return node.type === "object" ? mappingText(node) : "any value";
}

/** The values of a node that lists them; undefined for any other node. */
function fixedValues(node: SchemaNode): readonly unknown[] | undefined {
  return node.const === undefined ? node.enum : [node.const];
}

/** The values that at least one of the nodes allows. */
export function allowedText(...nodes: readonly SchemaNode[]): string {
  // Only the schema of "any JSON value" has a reference, because it contains itself.
  if (nodes.some((node) => node.$ref !== undefined)) return "any value";
  const all = nodes.flatMap(choices);
  const fixed = [...new Set(all.flatMap((node) => fixedValues(node) ?? []))].map((value) =>
    value === "" ? '""' : String(value),
  );
  const others = all.filter((node) => fixedValues(node) === undefined).map(typeText);
  const listed = fixed.length > 1 ? `one of ${fixed.join(", ")}` : fixed.join();
  return [...new Set([...others, ...(listed === "" ? [] : [listed])])].join(", or ");
}
