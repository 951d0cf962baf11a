/**
 * Replaces `$[[ inputs.NAME | function ]]` with the value of the input. A block that is a whole value becomes the input,
 * which may be a list or a mapping. Inside a text, a list or a mapping becomes JSON. A block remains, and its value is
 * unknown, if the input has no value, the function is not supported here, or the function needs a variable of GitLab.
 *
 * Sources: gitlab-org/gitlab doc/ci/inputs/_index.md ("Input types", "Predefined interpolation functions"),
 * lib/gitlab/ci/config/interpolation/{block,text_template,template}.rb and functions/; read 2026-11-30.
 */
import { replaceBounded, type ExpansionBudget } from "../limits";
import type { Located } from "./values";

export type Inputs = ReadonlyMap<string, Located>;

/** `matrix.NAME` is interpolated by GitLab too, but it is not an input. */
const block = /\$\[\[\s*inputs\.([\w-]+)\s*((?:\|[^|\]]*)*)\]\]/;
const everyBlock = new RegExp(block, "g");
const wholeBlock = new RegExp(`^\\s*${block.source}\\s*$`);
const maxFunctions = 3;

/** Private-use characters, which neither YAML syntax nor a pipeline uses. */
const [start, end] = ["\u{e000}", "\u{e001}"];

/**
 * Replaces each block with a placeholder on the same line. GitLab inserts the values before it parses the YAML, so a block
 * may be inside `[...]` or `{...}` without quotation marks, where its own brackets are not valid YAML.
 */
export function withPlaceholders(source: string) {
  const blocks: string[] = [];
  const text = source.replaceAll(/\$\[\[[^\]\n]*\]\]/g, (block) => `${start}${blocks.push(block) - 1}${end}`);
  const placeholder = new RegExp(`${start}(\\d+)${end}`, "g");
  const restore = (scalar: string) =>
    scalar.replaceAll(placeholder, (whole, index: string) => blocks[Number(index)] ?? whole);
  return { text, restore };
}

export class Interpolation {
  private readonly json = new Map<Located, string>();

  constructor(
    private readonly inputs: Inputs,
    private readonly budget: ExpansionBudget,
  ) {}

  /** @returns undefined if the text has no block */
  value(text: string, line: number): Located | undefined {
    if (!text.includes("$[[")) return undefined;
    const [, name, functions] = wholeBlock.exec(text) ?? [];
    const whole = name === undefined ? undefined : this.valueOf(name, functions ?? "");
    if (whole !== undefined) return { ...whole, line };
    return { kind: "scalar", text: this.text(text), line };
  }

  text(text: string): string {
    return replaceBounded(text, everyBlock, ([, name = "", functions = ""]) => {
      const value = this.valueOf(name, functions);
      return value && this.textOf(value);
    });
  }

  private valueOf(name: string, functions: string): Located | undefined {
    const calls = functions.split("|").flatMap((part) => (part.trim() === "" ? [] : [part.trim()]));
    const value = this.inputs.get(name);
    if (calls.length > maxFunctions) return undefined;
    return calls.reduce<Located | undefined>((result, call) => result && applied(call, result), value);
  }

  private textOf(value: Located): string {
    if (value.kind === "scalar") return value.text;
    const known = this.json.get(value) ?? JSON.stringify(plain(value, this.budget));
    this.json.set(value, known);
    return known;
  }
}

function applied(call: string, value: Located): Located | undefined {
  if (value.kind !== "scalar") return undefined;
  // A text without variables does not change; variables remain, and are unknown.
  if (call === "expand_vars") return value;
  if (value.text.includes("$")) return undefined;
  const [, offset, length] = /^truncate\(\s*(\d{1,9})\s*,\s*(\d{1,9})\s*\)$/.exec(call) ?? [];
  if (offset !== undefined) {
    const text = value.text.slice(Number(offset), Number(offset) + Number(length));
    return { ...value, text };
  }
  const [, separator] = /^split\('([^']+)'\)$/.exec(call) ?? [];
  if (separator === undefined) return undefined;
  const parts = value.text.split(separator).flatMap((part) => (part.trim() === "" ? [] : [part.trim()]));
  return {
    kind: "list",
    line: value.line,
    items: parts.map((text) => ({ kind: "scalar", text, line: value.line })),
  };
}

/** As data for JSON. The budget counts every value, because aliases may repeat one very often. */
function plain(value: Located, budget: ExpansionBudget): unknown {
  budget.addExpansions(1, value.line);
  switch (value.kind) {
    case "scalar":
      return value.text;
    case "list":
      return value.items.map((item) => plain(item, budget));
    case "map":
      return Object.fromEntries([...value.entries].map(([key, item]) => [key, plain(item, budget)]));
    case "reference":
      return value.path;
  }
}
