/**
 * The text of a pipeline file as values that know their lines: anchors, merges and `!reference` taken in. What is wrong
 * with the text is said with its line, all at once.
 */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type CollectionTag,
  type Document,
  type Scalar,
  type YAMLMap,
} from "yaml";

export type Located =
  | { readonly kind: "scalar"; readonly text: string; readonly line: number }
  | { readonly kind: "list"; readonly items: readonly Located[]; readonly line: number }
  | LocatedMap
  /** `!reference`, until the whole file is known. */
  | { readonly kind: "reference"; readonly path: readonly string[]; readonly line: number };

export interface LocatedMap {
  readonly kind: "map";
  /** The line of an entry is its key's. */
  readonly entries: ReadonlyMap<string, Located>;
  readonly line: number;
}

export interface TextProblem {
  readonly line: number;
  readonly message: string;
}

type LocatedResult =
  | { readonly ok: true; readonly root: LocatedMap }
  | { readonly ok: false; readonly problems: readonly TextProblem[] };

/** Far more than a pipeline has, far less than a bomb of aliases makes. */
const mostValues = 100_000;

const referenceTag: CollectionTag = { tag: "!reference", collection: "seq", resolve: (value) => value };

export function readLocated(source: string): LocatedResult {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(source, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: "silent",
    merge: true,
    customTags: [referenceTag],
  });
  const documents: readonly Document[] = "empty" in parsed ? [] : parsed;
  const errors = documents.flatMap((document) => document.errors);
  if (errors.length > 0) {
    const problems = errors.map(({ code, pos }) => ({
      line: lines.linePos(pos[0]).line,
      message: `this is not YAML (${code.toLowerCase().replaceAll("_", " ")})`,
    }));
    return { ok: false, problems };
  }
  // A header (`spec:`) may stand before the pipeline, as a document of its own.
  const document = documents.at(-1);
  if (document === undefined || !isMap(document.contents)) {
    return { ok: false, problems: [{ line: 1, message: "a pipeline is a mapping of jobs" }] };
  }
  const reader = new Reader(document, lines);
  const root = reader.read(document.contents, 1, []);
  if (reader.problems.length > 0) return { ok: false, problems: reader.problems };
  return root.kind === "map"
    ? { ok: true, root }
    : { ok: false, problems: [{ line: 1, message: "a pipeline is a mapping of jobs" }] };
}

class Reader {
  readonly problems: TextProblem[] = [];
  private values = 0;

  constructor(
    private readonly document: Document,
    private readonly lines: LineCounter,
  ) {}

  /** `within`: the nodes it stands in, so that an alias to one of them is found. */
  read(node: unknown, line: number, within: readonly unknown[]): Located {
    this.values += 1;
    if (this.values > mostValues || within.includes(node)) return this.wrong(line, "aliases have no end");
    if (isAlias(node)) {
      const target = node.resolve(this.document);
      return target === undefined
        ? this.wrong(this.lineOf(node, line), `*${node.source} names no anchor above it`)
        : this.read(target, line, within);
    }
    const inside = [...within, node];
    if (isMap(node)) return this.map(node, line, inside);
    if (isSeq(node)) {
      const items = node.items.map((item) => this.read(item, this.lineOf(item, line), inside));
      if (node.tag !== referenceTag.tag) return { kind: "list", items, line };
      return {
        kind: "reference",
        path: items.flatMap((item) => (item.kind === "scalar" ? [item.text] : [])),
        line,
      };
    }
    return { kind: "scalar", text: isScalar(node) ? scalarText(node) : "", line };
  }

  private map(node: YAMLMap, line: number, inside: readonly unknown[]): LocatedMap {
    const entries = new Map<string, Located>();
    for (const { key, value } of node.items) {
      const at = this.lineOf(key, line);
      const name = isScalar(key) ? scalarText(key) : "";
      if (name === "<<") this.merge(value, at, inside, entries);
    }
    // What is written here wins over what is merged, wherever the `<<` stands.
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? scalarText(key) : "";
      if (name !== "<<") entries.set(name, this.read(value, this.lineOf(key, line), inside));
    }
    return { kind: "map", entries, line };
  }

  private merge(value: unknown, line: number, inside: readonly unknown[], into: Map<string, Located>): void {
    const merged = this.read(value, line, inside);
    // The first of several wins.
    const sources = merged.kind === "list" ? merged.items : [merged];
    for (const source of sources) {
      for (const [key, each] of source.kind === "map" ? source.entries : []) {
        if (!into.has(key)) into.set(key, each);
      }
    }
  }

  private lineOf(node: unknown, otherwise: number): number {
    const range = isAlias(node) || isScalar(node) || isMap(node) || isSeq(node) ? node.range : undefined;
    return range ? this.lines.linePos(range[0]).line : otherwise;
  }

  private wrong(line: number, message: string): Located {
    if (this.problems.length === 0) this.problems.push({ line, message });
    return { kind: "scalar", text: "", line };
  }
}

/** As it was written where YAML would make another number of it, such as `1.10`. */
function scalarText({ value, source }: Scalar): string {
  if (typeof value === "string") return value;
  return value === null ? "" : (source ?? "");
}
