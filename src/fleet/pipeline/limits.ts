/**
 * How much `pipeline lint` reads and expands before it refuses a file. Every limit is a count and not a time, so that the
 * same file always has the same result. The first four are limits of GitLab; the others stop a small text that expands
 * without end. docs/pipelines.md shows this table.
 *
 * Sources: gitlab-org/gitlab doc/administration/instance_limits.md (`max_yaml_size_bytes`, `max_yaml_depth`,
 * `ci_max_includes`), lib/gitlab/ci/config/extendable/entry.rb (`MAX_NESTING_LEVELS`, without the job itself); read
 * 2026-11-30.
 */
import type { PipelineProblem } from "./lint-finding";
import type { PipelineProblemCode } from "./lint-texts";

export const pipelineLimits = {
  /** Bytes of one file. GitLab counts the memory of the parsed file, which is larger. */
  fileBytes: 2 * 1024 * 1024,
  /** Nested mappings and lists. */
  depth: 100,
  /** Included files, of all files together. */
  includes: 150,
  /** Jobs in a chain of `extends`, including the job itself. */
  extendsLevels: 11,
  /** Mappings, lists and scalars of all files. In 2 MB of memory, the limit of GitLab, fewer than 52,000 fit. */
  values: 50_000,
  /** Entries that `extends`, `<<`, `!reference`, variables and matrices copy. */
  expansions: 2_000_000,
  /** Nested values and references during resolution. */
  resolutionDepth: 500,
  /** Characters of a text after its variables are replaced; further variables are not replaced. */
  textLength: 10_000,
  /** Variables within variables. */
  variableLevels: 10,
} as const;

/** A limit is exceeded. `readPipeline` catches it and returns a problem instead. */
export class PipelineLimitError extends Error {
  readonly problem: PipelineProblem;

  constructor(code: PipelineProblemCode, line: number, message: string) {
    super(message);
    const fix = "Split the file, or write the values out instead of repeating them by reference.";
    this.problem = { code, line, message, fix };
  }
}

export function tooManyValues(line: number): PipelineLimitError {
  const message = `The pipeline has more than ${pipelineLimits.values} values.`;
  return new PipelineLimitError("pipeline-too-many-values", line, message);
}

/** Counts values that are read and entries that are copied, and throws at the limits. */
export class ExpansionBudget {
  values = 0;
  expansions = 0;

  constructor(private readonly maxExpansions: number = pipelineLimits.expansions) {}

  addValue(line: number): void {
    this.values += 1;
    if (this.values > pipelineLimits.values) throw tooManyValues(line);
  }

  /** @param count of the entries that the caller copies next */
  addExpansions(count: number, line: number): void {
    this.expansions += count;
    if (this.expansions <= this.maxExpansions) return;
    const message = `Aliases, extends, references, variables and matrices expand to more than ${this.maxExpansions} entries.`;
    throw new PipelineLimitError("pipeline-expands-too-far", line, message);
  }
}

/**
 * Replaces each match with its value. Keeps a match that has no value, or whose value would make the text longer than
 * `pipelineLimits.textLength`.
 */
export function replaceBounded(
  text: string,
  pattern: RegExp,
  valueOf: (match: readonly (string | undefined)[]) => string | undefined,
): string {
  let length = text.length;
  return text.replaceAll(pattern, (...match: (string | undefined)[]) => {
    const [whole = ""] = match;
    const value = valueOf(match) ?? whole;
    if (length + value.length - whole.length > Math.max(pipelineLimits.textLength, text.length)) return whole;
    length += value.length - whole.length;
    return value;
  });
}
