/**
 * What to do about a value that the schema refuses. A value is proposed only where the schema takes it, so that no
 * proposal is refused in turn.
 */
import { maskValue } from "../mask";
import { pathText, type Path } from "../paths";
import type { ProblemCode } from "./problem-codes";
import { choices, isNode, nodesAt, type SchemaNode } from "./schema-nodes";
import { suggestion } from "./suggestion";

interface Refused {
  readonly code: ProblemCode;
  readonly value: unknown;
  readonly path: Path;
  /** The configuration. */
  readonly root: unknown;
  /** The text of the value in the file. @default not known */
  readonly written?: string;
}

export function schemaFix({ code, value, path, root, written }: Refused): string {
  const nodes = nodesAt(path, root).flatMap(choices);
  if (code === "missing") return `add ${pathText(path)}`;
  if (value === null) return isRequired(path, root) ? "add a value" : "add a value, or remove the key";
  // A secret in another form would not be known as one.
  const isSecret = maskValue(value, String(path.at(-1) ?? "")) !== value;
  const all = isSecret ? [] : proposals(value, nodes, written);
  const proposed = all.find(({ is }) => nodes.some((node) => takes(node, is)));
  return proposed?.fix ?? generalFixes[code] ?? "use one of the allowed values";
}

const generalFixes: Readonly<Partial<Record<ProblemCode, string>>> = {
  "wrong-type": "use a value of the allowed type",
  "wrong-form": "use a value of the allowed form",
  "out-of-range": "use a value within the limits",
};

function isRequired(path: Path, root: unknown): boolean {
  const key = String(path.at(-1));
  return nodesAt(path.slice(0, -1), root)
    .flatMap(choices)
    .some(({ required = [] }) => required.includes(key));
}

interface Proposal {
  /** The value. */
  readonly is: unknown;
  /** How to get it. */
  readonly fix: string;
}

function proposals(value: unknown, nodes: readonly SchemaNode[], written?: string): readonly Proposal[] {
  if (typeof value === "number" || typeof value === "boolean") {
    // YAML reads 1.30 as the number 1.3.
    const quoted = { is: written ?? String(value), fix: "put the value in quotes" };
    return [quoted, { is: [value], fix: `write [${written ?? String(value)}]` }];
  }
  return typeof value === "string" ? ofText(value, nodes) : [];
}

function ofText(value: string, nodes: readonly SchemaNode[]): readonly Proposal[] {
  const known = nodes.flatMap((node) => node.enum ?? (node.const === undefined ? [] : [node.const]));
  const near = suggestion(value, known.map(String));
  const yes = /^(y|yes|on|true)$/i.test(value);
  const name = value
    .toLowerCase()
    .replaceAll(/[\s_.]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  return [
    ...(near === undefined ? [] : [{ is: near, fix: `did you mean ${near}?` }]),
    ...(/^\d+(\.\d+)?$/.test(value) ? [{ is: Number(value), fix: "remove the quotes" }] : []),
    ...(yes || /^(n|no|off|false)$/i.test(value) ? [{ is: yes, fix: `write ${yes}` }] : []),
    { is: [value], fix: `write [${value}]` },
    { is: name, fix: `write ${name}` },
    { is: `https://${value}`, fix: `write https://${value}` },
  ];
}

/** Whether the schema takes the value here; what it does not say about a list's or a mapping's entries is not asked. */
function takes(node: SchemaNode, value: unknown): boolean {
  if (node.const !== undefined) return node.const === value;
  if (node.enum !== undefined) return node.enum.some((each) => each === value);
  if (typeof value === "string") return node.type === "string" && takesText(node, value);
  if (typeof value === "number") return takesNumber(node, value);
  if (typeof value === "boolean") return node.type === "boolean";
  if (!Array.isArray(value) || node.type !== "array") return false;
  const { items, minItems = 0, maxItems = Infinity } = node;
  const item = Array.isArray(items) || !isNode(items) ? undefined : items;
  return (
    value.length >= minItems &&
    value.length <= maxItems &&
    value.every((each: unknown) => item !== undefined && choices(item).some((choice) => takes(choice, each)))
  );
}

function takesText(node: SchemaNode, text: string): boolean {
  const { pattern = "", minLength = 0, maxLength = Infinity, format } = node;
  if (text.length < minLength || text.length > maxLength) return false;
  return new RegExp(pattern, "u").test(text) && (format !== "uri" || isPlainUrl(text));
}

/** A host with a dot: any word would be a URL. */
function isPlainUrl(text: string): boolean {
  return /^https?:\/\/[\w-]+(\.[\w-]+)+(:\d+)?(\/[\w./-]*)?$/.test(text) && URL.canParse(text);
}

function takesNumber({ type, minimum = -Infinity, maximum = Infinity }: SchemaNode, value: number): boolean {
  const fits = type === "number" || (type === "integer" && Number.isInteger(value));
  return fits && value >= minimum && value <= maximum;
}
