/**
 * The pipeline's files as one mapping: every `include` of a local file is read and merged below the file that names it,
 * as GitLab does. A file of another project, a template, a component or a URL is not read, and neither is a path with a
 * variable that only GitLab knows: one note lists them, and what they might hold is not held against the pipeline.
 *
 * Source: gitlab-org/gitlab doc/ci/yaml/includes.md, lib/gitlab/ci/config/external; read 2026-11-30.
 */
import type { JobFinding, JobNote, PipelineProblem } from "./finding";
import { PipelineLimitError, pipelineLimits, type ExpansionBudget } from "./limits";
import { readLocated, type DuplicateKey } from "./located";
import { merged, type Located, type LocatedMap } from "./values";

/** A file of the repository; `reason` says why it could not be read. */
export type LocalFile = { readonly path: string } & ({ readonly text: string } | { readonly reason: string });

/** Reads what a `local:` path or pattern names, from the top of the repository; no files where it names none. */
export type ReadLocal = (pattern: string) => readonly LocalFile[];

interface PipelineFiles {
  readonly root: LocatedMap;
  /** Whether every file was read. */
  readonly isComplete: boolean;
  readonly findings: readonly JobFinding[];
  readonly notes: readonly JobNote[];
}

type PipelineFilesResult =
  | ({ readonly ok: true } & PipelineFiles)
  | { readonly ok: false; readonly problems: readonly PipelineProblem[] };

interface ReadFilesOptions {
  readonly source: string;
  readonly budget: ExpansionBudget;
  readonly readLocal: ReadLocal;
  readonly positions: SourcePositions;
}

/** @throws PipelineLimitError */
export function readFiles({ source, positions, ...options }: ReadFilesOptions): PipelineFilesResult {
  const files = new FileMerger(options.budget, options.readLocal, positions);
  const root = files.read({ text: source, inputs: new Map(), within: [] });
  if (files.problems.length > 0) {
    const problems = files.problems.map((problem) => ({ ...problem, ...positions.of(problem.line) }));
    return { ok: false, problems };
  }
  const isComplete = files.unread.length === 0;
  return { ok: true, root, isComplete, findings: files.findings, notes: files.allNotes() };
}

/** Numbers the lines of all files one after the other, so that a line alone says which file it is in. */
export class SourcePositions {
  private readonly starts: { readonly offset: number; readonly path?: string }[] = [];
  private nextOffset = 0;

  /** @returns what is added to each line of this file */
  add(text: string, path?: string): number {
    const offset = this.nextOffset;
    this.starts.push({ offset, ...(path !== undefined && { path }) });
    this.nextOffset += text.split("\n").length + 1;
    return offset;
  }

  /** The line within its file, and the file; no file for the one that was named. */
  of(line: number): { readonly line: number; readonly file?: string } {
    const { offset = 0, path } = this.starts.findLast((start) => start.offset < line) ?? {};
    return { line: line - offset, ...(path !== undefined && { file: path }) };
  }
}

function tooLarge(line: number): PipelineLimitError {
  const size = `${pipelineLimits.fileBytes / 1024 / 1024} MiB`;
  return new PipelineLimitError("pipeline-too-large", line, `The file is larger than ${size}.`);
}

interface SourceFile {
  readonly path?: string;
  readonly text: string;
  readonly inputs: ReadonlyMap<string, string>;
  /** Paths of the files that include it. */
  readonly within: readonly string[];
}

interface Include {
  readonly kind: string;
  readonly path: string;
  readonly line: number;
  readonly inputs: ReadonlyMap<string, string>;
}

class FileMerger {
  readonly problems: PipelineProblem[] = [];
  readonly findings: JobFinding[] = [];
  readonly unread: { readonly what: string; readonly line: number }[] = [];
  private readonly notes: JobNote[] = [];
  private included = 0;

  constructor(
    private readonly budget: ExpansionBudget,
    private readonly readLocal: ReadLocal,
    private readonly positions: SourcePositions,
  ) {}

  read({ path, text, inputs, within }: SourceFile): LocatedMap {
    const lineOffset = this.positions.add(text, path);
    if (text.length > pipelineLimits.fileBytes) throw tooLarge(lineOffset + 1);
    const located = readLocated(text, { budget: this.budget, lineOffset, inputs });
    if (!located.ok) {
      this.problems.push(...located.problems);
      return { kind: "map", entries: new Map(), line: lineOffset + 1 };
    }
    this.findings.push(...located.duplicates.map((key) => duplicateKey(key, lineOffset)));
    if (located.ignoredLine !== undefined) {
      const message = "GitLab reads the first document of this file alone: this one is not checked.";
      this.notes.push({ line: located.ignoredLine, message });
    }
    let under: LocatedMap = { kind: "map", entries: new Map(), line: lineOffset + 1 };
    for (const include of includesOf(located.root.entries.get("include"))) {
      for (const file of this.filesOf(include, within)) {
        const inner = { ...file, inputs: include.inputs, within: [...within, file.path] };
        under = merged(under, this.read(inner), this.budget);
      }
    }
    return merged(under, located.root, this.budget);
  }

  private filesOf({ kind, path, line }: Include, within: readonly string[]) {
    if (kind !== "local" || path.includes("$")) {
      this.unread.push({ what: `${kind} ${path}`, line });
      return [];
    }
    const found = this.readLocal(path);
    if (found.length === 0) this.unread.push({ what: `${path} (no such file)`, line });
    return found.flatMap((file) => {
      if (within.includes(file.path)) return [];
      this.included += 1;
      if (this.included > pipelineLimits.includes) {
        const message = `The pipeline includes more than ${pipelineLimits.includes} files.`;
        throw new PipelineLimitError("pipeline-too-many-includes", line, message);
      }
      if ("text" in file) return [file];
      this.unread.push({ what: `${file.path} (${file.reason})`, line });
      return [];
    });
  }

  /** Those of one kind are one note. */
  allNotes(): readonly JobNote[] {
    const [first] = this.unread;
    if (first === undefined) return this.notes;
    const names = [...new Set(this.unread.map(({ what }) => what))];
    const shown = names.slice(0, 5).join(", ") + (names.length > 5 ? ` and ${names.length - 5} more` : "");
    const message = `include is not read: ${shown}. What these files add is not checked.`;
    return [{ line: first.line, message }, ...this.notes];
  }
}

function duplicateKey({ path, firstLine, line }: DuplicateKey, lineOffset: number): JobFinding {
  const key = path.at(-1) ?? "";
  return {
    ...{ rule: "duplicate-key", level: "warning", job: path[0] ?? "", line, subject: path.join(".") },
    message: `${key} is on line ${firstLine - lineOffset} and again on line ${line - lineOffset}; GitLab uses the last`,
    fix: `one ${key}`,
  };
}

const kinds = ["local", "project", "template", "component", "remote"];

/** Of a text, a mapping, or a list of these. */
function includesOf(value: Located | undefined): readonly Include[] {
  if (value === undefined || value.kind === "reference") return [];
  if (value.kind === "list") return value.items.flatMap(includesOf);
  const { line } = value;
  if (value.kind === "scalar") {
    const kind = /^https?:\/\//i.test(value.text) ? "remote" : "local";
    return value.text === "" ? [] : [{ kind, path: value.text, line, inputs: new Map() }];
  }
  const text = (key: string) => {
    const entry = value.entries.get(key);
    return entry?.kind === "scalar" ? entry.text : undefined;
  };
  const kind = kinds.find((each) => text(each) !== undefined) ?? "other";
  const inputs = value.entries.get("inputs");
  const given = [...(inputs?.kind === "map" ? inputs.entries : [])].flatMap(([name, input]) =>
    input.kind === "scalar" ? [[name, input.text] as const] : [],
  );
  return [{ kind, path: text(kind) ?? "", line, inputs: new Map(given) }];
}
