/**
 * Reads the files of a pipeline and merges them into one mapping, as GitLab does: a file has priority over the local files
 * that it includes. Files of other projects, templates, components, URLs and paths with a variable of GitLab are not read.
 * One note lists them, and lint reports nothing that these files might define.
 *
 * An include whose `rules` are false adds nothing. If only GitLab knows whether the rules are true, the file is read under a
 * condition, and the caller of `merge` decides which conditions hold.
 *
 * Source: gitlab-org/gitlab doc/ci/yaml/includes.md, lib/gitlab/ci/config/external; read 2026-11-30.
 */
import { listed } from "../../../html/counted";
import type { JobFinding, JobNote, PipelineProblem } from "../lint-finding";
import { isIncluded } from "./include-rules";
import type { SourcePositions } from "./source-positions";
import type { Inputs } from "../yaml/inputs";
import { PipelineLimitError, pipelineLimits, type ExpansionBudget } from "../limits";
import { readLocated, type DuplicateKey } from "../yaml/read-yaml";
import { merged, scalarText, type Located, type LocatedMap } from "../yaml/values";

/** A file of the repository, or the `reason` why it cannot be read. */
export type LocalFile = { readonly path: string } & ({ readonly text: string } | { readonly reason: string });

/** The files of the pipeline's repository. */
export interface RepositoryFiles {
  /** The files that match a `local:` path or pattern, which begins at the top of the repository. */
  readonly read: (pattern: string) => readonly LocalFile[];
  /** Whether a file matches a pattern of `rules:exists`; undefined if that is not known. */
  readonly has: (pattern: string) => boolean | undefined;
}

/** Texts of the conditions of an included file: of its own `include`, and of the includes of the files above it. */
type Conditions = readonly string[];

interface PipelineFiles {
  /** Merges all files whose conditions hold. */
  readonly merge: (budget: ExpansionBudget, holds: (condition: string) => boolean) => LocatedMap;
  /** The conditions of each include whose rules only GitLab knows, without duplicates. */
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

/** Reads the text and every local file that it includes. @throws PipelineLimitError */
export function readFiles({ source, positions, ...options }: ReadFilesOptions): PipelineFilesResult {
  const reader = new FileReader(options.budget, options.files, positions);
  const top = reader.read({ text: source, inputs: new Map(), includedBy: [], conditions: [] });
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

function tooLarge(line: number): PipelineLimitError {
  const size = `${pipelineLimits.fileBytes / 1024 / 1024} MiB`;
  return new PipelineLimitError("pipeline-too-large", line, `The file is larger than ${size}.`);
}

interface SourceFile {
  readonly path?: string;
  readonly text: string;
  readonly inputs: Inputs;
  /** Paths of the files above it. */
  readonly includedBy: readonly string[];
  readonly conditions: Conditions;
}

interface Include {
  readonly kind: string;
  readonly path: string;
  readonly line: number;
  readonly inputs: Inputs;
  readonly rules: Located | undefined;
}

/** A file in a note. */
interface ListedFile {
  readonly name: string;
  readonly line: number;
}

class FileReader {
  readonly problems: PipelineProblem[] = [];
  readonly findings: JobFinding[] = [];
  readonly unread: ListedFile[] = [];
  readonly conditions = new Map<string, Conditions>();
  private readonly conditional: ListedFile[] = [];
  private readonly notes: JobNote[] = [];
  private included = 0;

  constructor(
    private readonly budget: ExpansionBudget,
    private readonly files: RepositoryFiles,
    private readonly positions: SourcePositions,
  ) {}

  read({ path, text, inputs, includedBy, conditions }: SourceFile): ReadFile {
    const lineOffset = this.positions.add(text, path);
    if (text.length > pipelineLimits.fileBytes) throw tooLarge(lineOffset + 1);
    const located = readLocated(text, { budget: this.budget, lineOffset, inputs });
    if (!located.ok) {
      const [first] = located.problems;
      if (conditions.length === 0) this.problems.push(...located.problems);
      // GitLab may leave this file out, so its problems do not refuse the others.
      else if (first) this.unread.push({ name: `${path ?? ""} (${first.message})`, line: first.line });
      return { root: { kind: "map", entries: new Map(), line: lineOffset + 1 }, includes: [] };
    }
    this.findings.push(...located.duplicates.map((key) => duplicateKey(key, lineOffset)));
    if (located.ignoredLine !== undefined) {
      const message = "GitLab reads only the first document of this file: this one is not checked.";
      this.notes.push({ line: located.ignoredLine, message });
    }
    const includes = includesOf(located.root.entries.get("include")).flatMap((include) => {
      const holds = isIncluded(include.rules, this.files.has);
      if (holds === false) return [];
      const condition = holds === undefined ? conditionOf(include.rules, this.budget) : undefined;
      const inner = condition === undefined ? conditions : [...conditions, condition];
      return this.filesOf(include, includedBy).map((file) => {
        if (condition !== undefined) {
          this.conditions.set(inner.join("\0"), inner);
          this.conditional.push({ name: file.path, line: include.line });
        }
        const [{ inputs }, above] = [include, [...includedBy, file.path]];
        return { condition, file: this.read({ ...file, inputs, includedBy: above, conditions: inner }) };
      });
    });
    return { root: located.root, includes };
  }

  private filesOf({ kind, path, line }: Include, includedBy: readonly string[]) {
    if (kind !== "local" || path.includes("$")) {
      this.unread.push({ name: `${kind} ${path}`, line });
      return [];
    }
    const files = this.files.read(path);
    if (files.length === 0) this.unread.push({ name: `${path} (no such file)`, line });
    return files.flatMap((file) => {
      if (includedBy.includes(file.path)) return [];
      this.included += 1;
      if (this.included > pipelineLimits.includes) {
        const message = `The pipeline includes more than ${pipelineLimits.includes} files.`;
        throw new PipelineLimitError("pipeline-too-many-includes", line, message);
      }
      if ("text" in file) return [file];
      this.unread.push({ name: `${file.path} (${file.reason})`, line });
      return [];
    });
  }

  /** One note for all files that were not read, and one for all conditional files. */
  allNotes(): readonly JobNote[] {
    const unread = "Jobs and defaults of these files are not checked.";
    const conditional =
      "An error that occurs only with some of these files, or only without them, is a warning.";
    return [
      ...noteOf(this.unread, (names) => `include is not read: ${names}. ${unread}`),
      ...noteOf(
        this.conditional,
        (names) => `only GitLab knows whether it includes ${names}. ${conditional}`,
      ),
      ...this.notes,
    ];
  }
}

function noteOf(files: readonly ListedFile[], message: (names: string) => string): readonly JobNote[] {
  const [first] = files;
  if (first === undefined) return [];
  const names = [...new Set(files.map(({ name }) => name))];
  return [{ line: first.line, message: message(listed(names, 5)) }];
}

/** Equal rules are one condition. The budget counts every value, because aliases may repeat one very often. */
function conditionOf(value: Located | undefined, budget: ExpansionBudget): string {
  if (value === undefined) return "";
  budget.addExpansions(1, value.line);
  switch (value.kind) {
    case "scalar":
      return JSON.stringify(value.text);
    case "list":
      return `[${value.items.map((item) => conditionOf(item, budget)).join()}]`;
    case "map":
      return `{${[...value.entries].map(([key, item]) => `${key}:${conditionOf(item, budget)}`).join()}}`;
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

/** The entries of an `include`, which is a text, a mapping, or a list of these. */
function includesOf(value: Located | undefined): readonly Include[] {
  if (value === undefined || value.kind === "reference") return [];
  if (value.kind === "list") return value.items.flatMap(includesOf);
  const { line } = value;
  if (value.kind === "scalar") {
    const kind = /^https?:\/\//i.test(value.text) ? "remote" : "local";
    return value.text === "" ? [] : [{ kind, path: value.text, line, inputs: new Map(), rules: undefined }];
  }
  const text = (key: string) => scalarText(value.entries.get(key));
  const kind = kinds.find((key) => text(key) !== undefined) ?? "other";
  const inputs = value.entries.get("inputs");
  const given = inputs?.kind === "map" ? inputs.entries : new Map<string, Located>();
  return [{ kind, path: text(kind) ?? "", line, inputs: given, rules: value.entries.get("rules") }];
}
