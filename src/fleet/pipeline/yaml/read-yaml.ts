/**
 * The text of a pipeline file as values that know their lines, with GitLab's YAML semantics (Psych's):
 *
 * 1. The pipeline is the first document; where that has `spec:`, it is the header and the pipeline is the second.
 * 2. Keys and `<<` of a mapping apply in the order in which they stand, and the later one wins: a key that stands twice,
 *    a `<<` behind a key, the second of two `<<`. In the list of one `<<: [*a, *b]` the first wins.
 * 3. An alias is the same value as its anchor. It is read once and shared, so that reading takes as long as the file is
 *    large, however often an alias repeats it.
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
import type { Located, LocatedMap } from "./values";

/** A key that stands twice in one mapping. */
export interface DuplicateKey {
  /** From the top of the file: `job.variables`. */
  readonly path: readonly string[];
  readonly firstLine: number;
  /** Of the one that counts. */
  readonly line: number;
}

interface LocatedFile {
  readonly root: LocatedMap;
  readonly duplicates: readonly DuplicateKey[];
  /** First line of a document that GitLab does not read. */
  readonly ignoredLine: number | undefined;
}

interface ReadOptions {
  readonly budget: ExpansionBudget;
  /** Added to every line, so that lines of several files are told apart. @default 0 */
  readonly lineOffset?: number;
  /** Values for `$[[ inputs.name ]]`, which win over the defaults of the header. @default none */
  readonly inputs?: Inputs;
}

type LocatedResult =
  | ({ readonly ok: true } & LocatedFile)
  | { readonly ok: false; readonly problems: readonly PipelineProblem[] };

/** Of a broken file: the first error makes most of the others. */
const shownErrors = 20;

/** @throws PipelineLimitError */
export function readLocated(source: string, options: ReadOptions): LocatedResult {
  const { lineOffset = 0 } = options;
  const { documents, lineAt, restore } = parsedWithBlocks(source, lineOffset);
  const errors = documents.flatMap((document) => document.errors);
  if (errors.length > 0) {
    const problems = errors.slice(0, shownErrors).map(({ code, pos }) => {
      const reason = code.toLowerCase().replaceAll("_", " ");
      return problem("pipeline-syntax", lineAt(pos[0]), `The file is not valid YAML: ${reason}.`);
    });
    return { ok: false, problems };
  }
  const [first, second, third] = documents;
  const inputs = new Map(options.inputs);
  const isHeader = second !== undefined && isMap(first?.contents) && first.contents.has("spec");
  if (isHeader) {
    const header = new Reader({ lineAt, restore }, options.budget, new Map()).read(
      first.contents,
      lineOffset + 1,
    );
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
  /** A scalar as it stands in the file. */
  readonly restore: (scalar: string) => string;
}

/** Blocks of inputs are put aside only where the file is no YAML with them. */
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
  "pipeline-alias-circular": "Take the alias out of the value that it names.",
};

function problem(code: PipelineProblemCode, line: number, message: string): PipelineProblem {
  return { code, line, message, fix: fixes[code] ?? "Correct the text at this line." };
}

/** `spec:inputs:NAME:default`; one of `spec:inputs:NAME:rules` depends on other inputs. */
function inputDefaults(header: Located): readonly (readonly [string, Located])[] {
  const entry = (value: Located | undefined, key: string) =>
    value?.kind === "map" ? value.entries.get(key) : undefined;
  const inputs = entry(entry(header, "spec"), "inputs");
  return [...(inputs?.kind === "map" ? inputs.entries : [])].flatMap(([name, input]) => {
    const given = entry(input, "default");
    return given === undefined ? [] : [[name, given] as const];
  });
}

class Reader {
  readonly problems: PipelineProblem[] = [];
  readonly duplicates: DuplicateKey[] = [];
  /** The value of each anchor read so far; `open` while the reader is still inside it. */
  private readonly anchors = new Map<string, Located | "open">();
  private readonly interpolation: Interpolation;

  private readonly lineAt: (offset: number) => number;

  constructor(
    private readonly text: Pick<ParsedText, "lineAt" | "restore">,
    private readonly budget: ExpansionBudget,
    inputs: Inputs,
  ) {
    this.lineAt = text.lineAt;
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
    const keys = items.flatMap((item) => (item.kind === "scalar" ? [item.text] : []));
    return { kind: "reference", path: keys, line };
  }

  /** The value of the anchor, at the line of the key that has the alias. */
  private aliased(name: string, aliasLine: number, line: number): Located {
    const value = this.anchors.get(name);
    if (value !== undefined && value !== "open") return { ...value, line };
    if (this.problems.length === 0) {
      this.problems.push(
        value === "open"
          ? problem("pipeline-alias-circular", aliasLine, `The alias *${name} stands inside its own value.`)
          : problem("pipeline-alias-unknown", aliasLine, `The alias *${name} has no anchor above it.`),
      );
    }
    return { kind: "scalar", text: "", line };
  }

  /** A mapping, an alias to one, or a list of these; an alias to a list is not merged, as in Psych. */
  private merge(node: unknown, value: Located, into: Map<string, Located>): void {
    const sources = value.kind === "list" && isSeq(node) ? [...value.items].reverse() : [value];
    for (const source of sources) {
      if (source.kind !== "map") continue;
      this.budget.addExpansions(source.entries.size, value.line);
      for (const [key, each] of source.entries) into.set(key, each);
    }
  }

  private keyText(key: unknown): string {
    if (!isAlias(key)) return isScalar(key) ? this.interpolation.text(this.scalarText(key)) : "";
    const value = this.anchors.get(key.source);
    return value !== undefined && value !== "open" && value.kind === "scalar" ? value.text : "";
  }

  private lineOf(node: unknown, otherwise: number): number {
    return isNode(node) && node.range ? this.lineAt(node.range[0]) : otherwise;
  }

  /** As Psych reads it: only a plain scalar without a tag is a number, a boolean, a date or nothing. */
  private scalarText({ value, source, type, tag, range }: Scalar): string {
    const written = typeof value === "string" ? value : (source ?? "");
    const isPlain = (type === undefined || type === "PLAIN") && tag === undefined;
    if (isPlain && isPsychDate(written) && this.problems.length === 0) {
      const message = `The value ${written} is a date in YAML, and GitLab loads no dates: it refuses the file.`;
      this.problems.push(problem("pipeline-date", this.lineAt(range?.[0] ?? 0), message));
    }
    return this.text.restore(isPlain ? psychText(written) : written);
  }
}

function isNode(value: unknown): value is Node {
  return isAlias(value) || isScalar(value) || isMap(value) || isSeq(value);
}
