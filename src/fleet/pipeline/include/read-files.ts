/**
 * The pipeline's files as one mapping: every `include` of a local file is read and merged below the file that names it,
 * as GitLab does. A file of another project, a template, a component or a URL is not read, and neither is a path with a
 * variable that only GitLab knows: one note lists them, and what they might hold is not held against the pipeline.
 *
 * An include whose `rules` are known to be false adds nothing. One whose rules only GitLab knows is read, and may be left
 * out when the files are merged: each condition is a choice of the merging caller.
 *
 * Source: gitlab-org/gitlab doc/ci/yaml/includes.md, lib/gitlab/ci/config/external; read 2026-11-30.
 */
import type { JobFinding, JobNote, PipelineProblem } from "../lint-finding";
import { isIncluded } from "./include-rules";
import type { Inputs } from "../yaml/inputs";
import { PipelineLimitError, pipelineLimits, type ExpansionBudget } from "../limits";
import { readLocated, type DuplicateKey } from "../yaml/read-yaml";
import { merged, type Located, type LocatedMap } from "../yaml/values";

/** A file of the repository; `reason` says why it could not be read. */
export type LocalFile = { readonly path: string } & ({ readonly text: string } | { readonly reason: string });

/** The files of the pipeline's repository. */
export interface RepositoryFiles {
  /** What a `local:` path or pattern names, from the top of the repository; no files where it names none. */
  readonly read: (pattern: string) => readonly LocalFile[];
  /** Whether a file fits a pattern of `rules:exists`; undefined where that cannot be known. */
  readonly has: (pattern: string) => boolean | undefined;
}

/** Conditions, by their text, on which GitLab includes a file: those of its own include and of all above it. */
type Conditions = readonly string[];

interface PipelineFiles {
  /** The files as one, with those alone that `holds` lets in. */
  readonly merge: (budget: ExpansionBudget, holds: (condition: string) => boolean) => LocatedMap;
  /** Of each include that only GitLab can decide on, once. */
  readonly conditions: readonly Conditions[];
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
  readonly files: RepositoryFiles;
  readonly positions: SourcePositions;
}

/** @throws PipelineLimitError */
export function readFiles({ source, positions, ...options }: ReadFilesOptions): PipelineFilesResult {
  const reader = new FileReader(options.budget, options.files, positions);
  const top = reader.read({ text: source, inputs: new Map(), within: [], conditions: [] });
  if (reader.problems.length > 0) {
    const problems = reader.problems.map((problem) => ({ ...problem, ...positions.of(problem.line) }));
    return { ok: false, problems };
  }
  return {
    ok: true,
    merge: (budget, holds) => mergedFile(top, budget, holds),
    conditions: [...reader.conditions.values()],
    isComplete: reader.unread.length === 0,
    findings: reader.findings,
    notes: reader.allNotes(),
  };
}

interface ReadFile {
  readonly root: LocatedMap;
  readonly includes: readonly { readonly condition: string | undefined; readonly file: ReadFile }[];
}

function mergedFile(
  { root, includes }: ReadFile,
  budget: ExpansionBudget,
  holds: (condition: string) => boolean,
): LocatedMap {
  let under: LocatedMap = { kind: "map", entries: new Map(), line: root.line };
  for (const { condition, file } of includes) {
    if (condition !== undefined && !holds(condition)) continue;
    under = merged(under, mergedFile(file, budget, holds), budget);
  }
  return merged(under, root, budget);
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
  readonly inputs: Inputs;
  /** Paths of the files that include it. */
  readonly within: readonly string[];
  readonly conditions: Conditions;
}

interface Include {
  readonly kind: string;
  readonly path: string;
  readonly line: number;
  readonly inputs: Inputs;
  readonly rules: Located | undefined;
}

class FileReader {
  readonly problems: PipelineProblem[] = [];
  readonly findings: JobFinding[] = [];
  readonly unread: { readonly what: string; readonly line: number }[] = [];
  readonly conditions = new Map<string, Conditions>();
  private readonly conditional: { readonly what: string; readonly line: number }[] = [];
  private readonly notes: JobNote[] = [];
  private included = 0;

  constructor(
    private readonly budget: ExpansionBudget,
    private readonly files: RepositoryFiles,
    private readonly positions: SourcePositions,
  ) {}

  read({ path, text, inputs, within, conditions }: SourceFile): ReadFile {
    const lineOffset = this.positions.add(text, path);
    if (text.length > pipelineLimits.fileBytes) throw tooLarge(lineOffset + 1);
    const located = readLocated(text, { budget: this.budget, lineOffset, inputs });
    if (!located.ok) {
      // A file that GitLab may leave out is no reason to refuse the others.
      if (conditions.length === 0) this.problems.push(...located.problems);
      else {
        const reasons = located.problems.map(({ message, line }) => ({
          what: `${path ?? ""} (${message})`,
          line,
        }));
        this.unread.push(...reasons.slice(0, 1));
      }
      return { root: { kind: "map", entries: new Map(), line: lineOffset + 1 }, includes: [] };
    }
    this.findings.push(...located.duplicates.map((key) => duplicateKey(key, lineOffset)));
    if (located.ignoredLine !== undefined) {
      const message = "GitLab reads the first document of this file alone: this one is not checked.";
      this.notes.push({ line: located.ignoredLine, message });
    }
    const includes = includesOf(located.root.entries.get("include")).flatMap((include) => {
      const holds = isIncluded(include.rules, this.files.has);
      if (holds === false) return [];
      const condition = holds === undefined ? conditionOf(include.rules, this.budget) : undefined;
      const inner = condition === undefined ? conditions : [...conditions, condition];
      return this.filesOf(include, within).map((file) => {
        if (condition !== undefined) {
          this.conditions.set(inner.join("\0"), inner);
          this.conditional.push({ what: file.path, line: include.line });
        }
        const source = { ...file, inputs: include.inputs, within: [...within, file.path], conditions: inner };
        return { condition, file: this.read(source) };
      });
    });
    return { root: located.root, includes };
  }

  private filesOf({ kind, path, line }: Include, within: readonly string[]) {
    if (kind !== "local" || path.includes("$")) {
      this.unread.push({ what: `${kind} ${path}`, line });
      return [];
    }
    const found = this.files.read(path);
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
    const unread = "What these files add is not checked.";
    const conditional = "What fails only with some of these files, or without them, is a warning.";
    return [
      ...listed(this.unread, (names) => `include is not read: ${names}. ${unread}`),
      ...listed(
        this.conditional,
        (names) => `only GitLab knows whether it includes ${names}. ${conditional}`,
      ),
      ...this.notes,
    ];
  }
}

function listed(
  all: readonly { readonly what: string; readonly line: number }[],
  message: (names: string) => string,
): readonly JobNote[] {
  const [first] = all;
  if (first === undefined) return [];
  const names = [...new Set(all.map(({ what }) => what))];
  const shown = names.slice(0, 5).join(", ") + (names.length > 5 ? ` and ${names.length - 5} more` : "");
  return [{ line: first.line, message: message(shown) }];
}

/** Rules that read alike are one condition. Aliases in them may repeat without end: the budget counts each. */
function conditionOf(value: Located | undefined, budget: ExpansionBudget): string {
  if (value === undefined) return "";
  budget.addExpansions(1, value.line);
  switch (value.kind) {
    case "scalar":
      return JSON.stringify(value.text);
    case "list":
      return `[${value.items.map((each) => conditionOf(each, budget)).join()}]`;
    case "map":
      return `{${[...value.entries].map(([key, each]) => `${key}:${conditionOf(each, budget)}`).join()}}`;
    case "reference":
      return `!${JSON.stringify(value.path)}`;
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
    return value.text === "" ? [] : [{ kind, path: value.text, line, inputs: new Map(), rules: undefined }];
  }
  const text = (key: string) => {
    const entry = value.entries.get(key);
    return entry?.kind === "scalar" ? entry.text : undefined;
  };
  const kind = kinds.find((each) => text(each) !== undefined) ?? "other";
  const inputs = value.entries.get("inputs");
  const given = inputs?.kind === "map" ? inputs.entries : new Map<string, Located>();
  return [{ kind, path: text(kind) ?? "", line, inputs: given, rules: value.entries.get("rules") }];
}
