/**
 * Reads the text of a pipeline file as values with their lines, by the YAML rules of GitLab's parser, Psych:
 *
 * 1. The pipeline is the first document. If the first document has `spec:`, it is a header, and the pipeline is the second.
 * 2. Keys and `<<` of a mapping apply in the order of the file, and the later one wins: the second of two equal keys, a `<<`
 *    after a key, the second of two `<<`. In the list of one `<<: [*a, *b]` the first one wins.
 * 3. An alias is the same value as its anchor. The value is read once and shared, so the time depends on the size of the
 *    file and not on the number of aliases.
 *
 * Sources: ruby/psych lib/psych/visitors/to_ruby.rb (`revive_hash`); gitlab-org/gitlab
 * lib/gitlab/config/loader/multi_doc_yaml.rb, lib/gitlab/ci/config/yaml/loader.rb; read 2026-11-30.
 */
import { isAlias, isMap, isScalar, isSeq, type Node, type Scalar, type YAMLMap } from "yaml";
import { parseDocuments, referenceTag, tooDeep } from "./parse-documents";
import type { PipelineProblem } from "../lint-finding";
import type { PipelineProblemCode } from "../lint-texts";
import { Interpolation, withPlaceholders, type Inputs } from "./inputs";
import { pipelineLimits, type ExpansionBudget } from "../limits";
import { isPsychDate, psychText } from "./psych-scalar";
import { entryOf, scalarText, valueAt, type Located, type LocatedMap } from "./values";

/** A key that one mapping has twice. */
export interface DuplicateKey {
  /** Keys from the top of the file, such as `job`, `variables`. */
  readonly path: readonly string[];
  readonly firstLine: number;
  /** Line of the last one, which GitLab uses. */
  readonly line: number;
}

interface ReadOptions {
  readonly budget: ExpansionBudget;
  /** Added to every line number, so that a line number identifies the file. @default 0 */
  readonly lineOffset?: number;
  /** Values for `$[[ inputs.name ]]`, which win over the defaults of the header. @default none */
  readonly inputs?: Inputs;
}

type LocatedResult =
  | {
      readonly ok: true;
      readonly root: LocatedMap;
      readonly duplicates: readonly DuplicateKey[];
      /** First line of a document that GitLab does not read. */
      readonly ignoredLine: number | undefined;
    }
  | { readonly ok: false; readonly problems: readonly PipelineProblem[] };

/** Errors reported for a broken file. Most errors follow from the first one. */
const maxErrors = 20;

/** Reads one file. @throws PipelineLimitError */
export function readLocated(source: string, options: ReadOptions): LocatedResult {
  const { lineOffset = 0 } = options;
  const { documents, lineAt, restore } = parsedWithBlocks(source, lineOffset);
  const errors = documents.flatMap((document) => document.errors);
  if (errors.length > 0) {
    const problems = errors.slice(0, maxErrors).map(({ code, pos }) => {
      const reason = code.toLowerCase().replaceAll("_", " ");
      return problem("pipeline-syntax", lineAt(pos[0]), `The file is not valid YAML: ${reason}.`);
    });
    return { ok: false, problems };
  }
  const [first, second, third] = documents;
  const inputs = new Map(options.inputs);
  const isHeader = second !== undefined && isMap(first?.contents) && first.contents.has("spec");
  if (isHeader) {
    const reader = new Reader({ lineAt, restore }, options.budget, new Map());
    const header = reader.read(first.contents, lineOffset + 1);
    for (const [name, value] of inputDefaults(header)) if (!inputs.has(name)) inputs.set(name, value);
  }
  const [content, ignored] = isHeader ? [second, third] : [first, second];
  if (!isMap(content?.contents)) {
    const message = "The pipeline is not a mapping of jobs.";
    return { ok: false, problems: [problem("pipeline-not-a-mapping", lineOffset + 1, message)] };
  }
  const reader = new Reader({ lineAt, restore }, options.budget, inputs);
  const root = reader.map(content.contents, lineOffset + 1, []);
  if (reader.problems.length > 0) return { ok: false, problems: reader.problems };
  const ignoredLine = ignored?.range === undefined ? undefined : lineAt(ignored.range[0]);
  return { ok: true, root, duplicates: reader.duplicates, ignoredLine };
}

interface ParsedText extends ReturnType<typeof parseDocuments> {
  /** Puts the original text back into a scalar. */
  readonly restore: (scalar: string) => string;
}

/** Replaces input blocks with placeholders only where the file is not valid YAML with them. */
function parsedWithBlocks(source: string, lineOffset: number): ParsedText {
  const parsed = parseDocuments(source, lineOffset);
  const isBroken = parsed.documents.some(({ errors }) => errors.length > 0);
  if (!isBroken || !source.includes("$[[")) return { ...parsed, restore: (scalar) => scalar };
  const { text, restore } = withPlaceholders(source);
  return { ...parseDocuments(text, lineOffset), restore };
}

const fixes: Readonly<Partial<Record<PipelineProblemCode, string>>> = {
  "pipeline-not-a-mapping": "Name a file such as .gitlab-ci.yml that maps job names to jobs.",
  "pipeline-alias-unknown": "Define the anchor (&name) above the alias, in the same file.",
  "pipeline-date": "Put the value in quotation marks.",
  "pipeline-alias-circular": "Remove the alias from the value of its own anchor.",
};

function problem(code: PipelineProblemCode, line: number, message: string): PipelineProblem {
  return { code, line, message, fix: fixes[code] ?? "Correct the text at this line." };
}

/** The defaults in `spec:inputs:NAME:default`. A default in `spec:inputs:NAME:rules` depends on other inputs and is not read. */
function inputDefaults(header: Located): readonly (readonly [string, Located])[] {
  const inputs = valueAt(header, ["spec", "inputs"]);
  return [...(inputs?.kind === "map" ? inputs.entries : [])].flatMap(([name, input]) => {
    const given = entryOf(input, "default");
    return given === undefined ? [] : [[name, given] as const];
  });
}

class Reader {
  readonly problems: PipelineProblem[] = [];
  readonly duplicates: DuplicateKey[] = [];
  /** The value of each anchor so far; `open` until the reader has read all of it. */
  private readonly anchors = new Map<string, Located | "open">();
  private readonly interpolation: Interpolation;

  constructor(
    private readonly text: Pick<ParsedText, "lineAt" | "restore">,
    private readonly budget: ExpansionBudget,
    inputs: Inputs,
  ) {
    this.interpolation = new Interpolation(inputs, budget);
  }

  /** @param path keys from the top of the file */
  read(node: unknown, line: number, path: readonly string[] = [], depth = 0): Located {
    this.budget.addValue(line);
    if (depth > pipelineLimits.depth) throw tooDeep(line);
    if (isAlias(node)) return this.aliased(node.source, this.lineOf(node, line), line);
    const anchor = isMap(node) || isSeq(node) || isScalar(node) ? node.anchor : undefined;
    if (anchor !== undefined) this.anchors.set(anchor, "open");
    const value = this.value(node, line, path, depth);
    if (anchor !== undefined) this.anchors.set(anchor, value);
    return value;
  }

  map(node: YAMLMap, line: number, path: readonly string[], depth = 0): LocatedMap {
    const entries = new Map<string, Located>();
    const keyLines = new Map<string, number>();
    for (const { key, value } of node.items) {
      const at = this.lineOf(key, line);
      const name = this.keyText(key);
      if (name === "<<") {
        this.merge(value, this.read(value, at, [...path, name], depth + 1), entries);
        continue;
      }
      const firstLine = keyLines.get(name);
      if (firstLine !== undefined) this.duplicates.push({ path: [...path, name], firstLine, line: at });
      keyLines.set(name, at);
      entries.set(name, this.read(value, at, [...path, name], depth + 1));
    }
    return { kind: "map", entries, line };
  }

  private value(node: unknown, line: number, path: readonly string[], depth: number): Located {
    if (isMap(node)) return this.map(node, line, path, depth);
    if (!isSeq(node)) {
      const text = isScalar(node) ? this.scalarText(node) : "";
      return this.interpolation.value(text, line) ?? { kind: "scalar", text, line };
    }
    const items = node.items.map((item) => this.read(item, this.lineOf(item, line), path, depth + 1));
    if (node.tag !== referenceTag.tag) return { kind: "list", items, line };
    const keys = items.flatMap((item) => scalarText(item) ?? []);
    return { kind: "reference", path: keys, line };
  }

  /** The value of the anchor, at the line of the key that has the alias. */
  private aliased(name: string, aliasLine: number, line: number): Located {
    const value = this.anchors.get(name);
    if (value !== undefined && value !== "open") return { ...value, line };
    if (this.problems.length === 0) {
      this.problems.push(
        value === "open"
          ? problem("pipeline-alias-circular", aliasLine, `The alias *${name} is inside its own value.`)
          : problem("pipeline-alias-unknown", aliasLine, `The alias *${name} has no anchor above it.`),
      );
    }
    return { kind: "scalar", text: "", line };
  }

  /** Merges a mapping, an alias to a mapping, or a list of these. Like Psych, it does not merge an alias to a list. */
  private merge(node: unknown, value: Located, into: Map<string, Located>): void {
    const sources = value.kind === "list" && isSeq(node) ? [...value.items].reverse() : [value];
    for (const source of sources) {
      if (source.kind !== "map") continue;
      this.budget.addExpansions(source.entries.size, value.line);
      for (const [key, entry] of source.entries) into.set(key, entry);
    }
  }

  private keyText(key: unknown): string {
    if (!isAlias(key)) return isScalar(key) ? this.interpolation.text(this.scalarText(key)) : "";
    const value = this.anchors.get(key.source);
    return (value === "open" ? undefined : scalarText(value)) ?? "";
  }

  private lineOf(node: unknown, otherwise: number): number {
    return isNode(node) && node.range ? this.text.lineAt(node.range[0]) : otherwise;
  }

  /** Psych converts only a plain scalar without a tag to a number, a boolean, a date or null. */
  private scalarText({ value, source, type, tag, range }: Scalar): string {
    const written = typeof value === "string" ? value : (source ?? "");
    const isPlain = (type === undefined || type === "PLAIN") && tag === undefined;
    if (isPlain && isPsychDate(written) && this.problems.length === 0) {
      const message = `The value ${written} is a date in YAML, and GitLab refuses files with dates.`;
      this.problems.push(problem("pipeline-date", this.text.lineAt(range?.[0] ?? 0), message));
    }
    return this.text.restore(isPlain ? psychText(written) : written);
  }
}

function isNode(value: unknown): value is Node {
  return isAlias(value) || isScalar(value) || isMap(value) || isSeq(value);
}
