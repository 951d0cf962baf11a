/** The next step for a value that the schema refuses. Proposes a value only if the schema allows it. */
import { maskValue } from "../mask";
import { pathText, type Path } from "../paths";
import type { ProblemCode } from "./problem-codes";
import { choices, isNode, nodesAt, type SchemaNode } from "./schema-nodes";
import { suggestion } from "./suggestion";

interface RefusedValue {
  readonly code: ProblemCode;
  readonly value: unknown;
  readonly path: Path;
  /** The configuration. */
  readonly root: unknown;
  /** The text of the value in the file. @default not known */
  readonly written?: string;
}

/** The fix for a value that the schema refuses. */
export function schemaFix({ code, value, path, root, written }: RefusedValue): string {
  const nodes = nodesAt(path, root).flatMap(choices);
  if (code === "missing") return `add ${pathText(path)}`;
  if (value === null) return isRequired(path, root) ? "add a value" : "add a value, or remove the key";
  // The masking would not recognize a changed secret.
  const isSecret = maskValue(value, String(path.at(-1) ?? "")) !== value;
  const all = isSecret ? [] : proposals(value, nodes, written);
  const proposal = all.find((candidate) => nodes.some((node) => allows(node, candidate.value)));
  return proposal?.fix ?? generalFixes[code] ?? "use one of the allowed values";
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
  readonly value: unknown;
  readonly fix: string;
}

function proposals(value: unknown, nodes: readonly SchemaNode[], written?: string): readonly Proposal[] {
  if (typeof value === "number" || typeof value === "boolean") {
    // YAML reads 1.30 as the number 1.3.
    const text = written ?? String(value);
    return [
      { value: text, fix: "put the value in quotes" },
      { value: [value], fix: `use [${text}]` },
    ];
  }
  return typeof value === "string" ? textProposals(value, nodes) : [];
}

function textProposals(text: string, nodes: readonly SchemaNode[]): readonly Proposal[] {
  const known = nodes.flatMap((node) => node.enum ?? (node.const === undefined ? [] : [node.const]));
  const near = suggestion(text, known.map(String));
  const isYes = /^(y|yes|on|true)$/i.test(text);
  const name = text
    .toLowerCase()
    .replaceAll(/[\s_.]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  return [
    ...(near === undefined ? [] : [{ value: near, fix: `did you mean ${near}?` }]),
    ...(/^\d+(\.\d+)?$/.test(text) ? [{ value: Number(text), fix: "remove the quotes" }] : []),
    ...(isYes || /^(n|no|off|false)$/i.test(text) ? [{ value: isYes, fix: `use ${isYes}` }] : []),
    { value: [text], fix: `use [${text}]` },
    { value: name, fix: `use ${name}` },
    { value: `https://${text}`, fix: `use https://${text}` },
  ];
}

/** Whether the schema allows the value. Entries of mappings are not checked. */
function allows(node: SchemaNode, value: unknown): boolean {
  if (node.const !== undefined) return node.const === value;
  if (node.enum !== undefined) return node.enum.some((known) => known === value);
  if (typeof value === "string") return node.type === "string" && allowsText(node, value);
  if (typeof value === "number") return allowsNumber(node, value);
  if (typeof value === "boolean") return node.type === "boolean";
  if (!Array.isArray(value) || node.type !== "array") return false;
  const { items, minItems = 0, maxItems = Infinity } = node;
  const schema = Array.isArray(items) || !isNode(items) ? undefined : items;
  return (
    value.length >= minItems &&
    value.length <= maxItems &&
    value.every((item: unknown) => schema !== undefined && choices(schema).some((one) => allows(one, item)))
  );
}

function allowsText(node: SchemaNode, text: string): boolean {
  const { pattern = "", minLength = 0, maxLength = Infinity, format } = node;
  if (text.length < minLength || text.length > maxLength) return false;
  return new RegExp(pattern, "u").test(text) && (format !== "uri" || isPlainUrl(text));
}

/** Requires a dot in the host, because any word is a valid host. */
function isPlainUrl(text: string): boolean {
  return /^https?:\/\/[\w-]+(\.[\w-]+)+(:\d+)?(\/[\w./-]*)?$/.test(text) && URL.canParse(text);
}

function allowsNumber({ type, minimum = -Infinity, maximum = Infinity }: SchemaNode, value: number): boolean {
  const fits = type === "number" || (type === "integer" && Number.isInteger(value));
  return fits && value >= minimum && value <= maximum;
}
