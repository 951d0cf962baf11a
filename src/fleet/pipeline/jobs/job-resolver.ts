/**
 * Resolves `!reference` and `extends` of a job, in GitLab's order. References come first and are resolved in the text as it
 * is written. Then the parents of `extends` merge key by key: the last parent has priority over the others, and the job
 * over all parents.
 *
 * Each job and each reference is resolved once, so the work grows with the size of the files and not with the number of
 * paths through them: five parents on each of ten levels are fifty merges, not ten million. Only keys that the rules
 * check are resolved, so a `script` that doubles with every reference costs nothing.
 *
 * GitLab refuses a chain of `extends` that is circular, has more than eleven jobs, or names a job that does not exist. This
 * is a finding if all files were read, and else a note, because a file that was not read may have the job.
 *
 * Sources: gitlab-org/gitlab lib/gitlab/ci/config.rb, lib/gitlab/ci/config/extendable/entry.rb,
 * lib/gitlab/ci/config/yaml/tags/{resolver,reference}.rb; read 2026-11-30.
 */
import type { JobFinding, JobNote } from "../lint-finding";
import type { RuleName } from "../lint-texts";
import { PipelineLimitError, pipelineLimits, type ExpansionBudget } from "../limits";
import {
  merged,
  textsOf,
  valueAt,
  type Located,
  type LocatedMap,
  type LocatedReference,
} from "../yaml/values";

const resolvedKeys = new Set(
  "extends image inherit parallel retry rules services stage tags trigger variables".split(" "),
);

export interface ResolvedJob {
  readonly map: LocatedMap;
  /** Jobs in the longest chain of `extends`, with this one. */
  readonly levels: number;
  /** Whether a parent was not found, so that the job may have keys that are not known here. */
  readonly hasUnknownParent: boolean;
}

/** Thrown for a chain that GitLab refuses, and caught for the job at its top. */
class ExtendsError extends Error {
  constructor(
    message: string,
    readonly fix: string,
  ) {
    super(message);
  }
}

/** Resolves the jobs of one merged pipeline, and collects findings and notes about `extends` and references. */
export class JobResolver {
  readonly findings: JobFinding[] = [];
  readonly notes: JobNote[] = [];
  private readonly jobs = new Map<string, ResolvedJob>();
  private readonly openJobs = new Set<string>();
  private readonly values = new Map<Located, Located>();
  private readonly references = new Map<string, Located | "open">();
  private depth = 0;

  /** @param isComplete whether every file of the pipeline was read */
  constructor(
    private readonly root: LocatedMap,
    private readonly budget: ExpansionBudget,
    private readonly isComplete: boolean,
  ) {}

  /** The job merged with its parents; undefined if no mapping has this name. */
  job(name: string): ResolvedJob | undefined {
    try {
      return this.resolve(name, 1);
    } catch (error) {
      if (!(error instanceof ExtendsError)) throw error;
      const own = this.own(name);
      const line = own?.entries.get("extends")?.line ?? 1;
      this.report("extends", name, line, error.message, error.fix);
      return own && { map: own, levels: 1, hasUnknownParent: true };
    }
  }

  /** Replaces every `!reference` in the value with the value that it names; a list in a list with its items. */
  dereferenced(value: Located, job: string): Located {
    if (value.kind === "scalar") return value;
    const known = this.values.get(value);
    if (known !== undefined) return known;
    this.depth += 1;
    if (this.depth > pipelineLimits.resolutionDepth) {
      const message = `References nest more than ${pipelineLimits.resolutionDepth} levels deep.`;
      throw new PipelineLimitError("pipeline-expands-too-far", value.line, message);
    }
    const result = this.withoutReferences(value, job);
    this.depth -= 1;
    this.values.set(value, result);
    return result;
  }

  private resolve(name: string, level: number): ResolvedJob | undefined {
    const known = this.jobs.get(name);
    if (known !== undefined) return known;
    const own = this.own(name);
    if (own === undefined) return undefined;
    this.openJobs.add(name);
    try {
      const result = this.extended(name, own, level);
      this.jobs.set(name, result);
      return result;
    } finally {
      this.openJobs.delete(name);
    }
  }

  private extended(name: string, own: LocatedMap, level: number): ResolvedJob {
    const parents = own.entries.get("extends");
    let under: LocatedMap = { kind: "map", entries: new Map(), line: own.line };
    let [levels, hasUnknownParent] = [1, false];
    for (const parent of textsOf(parents, this.budget)) {
      const line = parents?.line ?? own.line;
      if (this.openJobs.has(parent)) {
        throw new ExtendsError(`${name} extends ${parent}, which extends ${name}`, "a chain with an end");
      }
      const resolved = level < pipelineLimits.extendsLevels ? this.resolve(parent, level + 1) : undefined;
      const total = level + (resolved?.levels ?? 1);
      if (total > pipelineLimits.extendsLevels) {
        const message = `the chain of extends through ${parent} is longer than the ${pipelineLimits.extendsLevels} jobs that GitLab accepts`;
        throw new ExtendsError(message, "a shorter chain, or several parents in one list");
      }
      if (resolved === undefined) {
        this.missing("extends", name, line, `extends ${parent}`);
        hasUnknownParent = true;
        continue;
      }
      under = merged(under, resolved.map, this.budget);
      levels = Math.max(levels, resolved.levels + 1);
      hasUnknownParent ||= resolved.hasUnknownParent;
    }
    return { map: merged(under, own, this.budget), levels, hasUnknownParent };
  }

  /** The mapping of this name in the files, with the references resolved in the keys that the rules check. */
  private own(name: string): LocatedMap | undefined {
    const written = this.root.entries.get(name);
    const map = written?.kind === "reference" ? this.dereferenced(written, name) : written;
    if (map?.kind !== "map") return undefined;
    const resolved = [...map.entries].flatMap(([key, value]): [string, Located][] =>
      resolvedKeys.has(key) ? [[key, this.dereferenced(value, name)]] : [[key, value]],
    );
    this.budget.addExpansions(resolved.length, map.line);
    return { ...map, entries: new Map(resolved) };
  }

  private withoutReferences(value: Exclude<Located, { kind: "scalar" }>, job: string): Located {
    switch (value.kind) {
      case "list": {
        const items = value.items.flatMap((item) => {
          const result = this.dereferenced(item, job);
          const copied = item.kind === "reference" && result.kind === "list" ? result.items : [result];
          this.budget.addExpansions(copied.length, value.line);
          return copied;
        });
        return { ...value, items };
      }
      case "map": {
        this.budget.addExpansions(value.entries.size, value.line);
        const entries = [...value.entries].map(
          ([key, entry]) => [key, this.dereferenced(entry, job)] as const,
        );
        return { ...value, entries: new Map(entries) };
      }
      case "reference":
        return this.referenced(value, job);
    }
  }

  private referenced({ path, line }: LocatedReference, job: string): Located {
    const nothing: Located = { kind: "list", items: [], line };
    const key = JSON.stringify(path);
    const known = this.references.get(key);
    if (known === "open") {
      const message = `!reference [${path.join(", ")}] refers to itself`;
      this.report("reference", job, line, message, "a reference with an end");
      return nothing;
    }
    if (known !== undefined) return known;
    const target = valueAt(this.root, path);
    if (target === undefined) this.missing("reference", job, line, `!reference [${path.join(", ")}]`);
    this.references.set(key, "open");
    const result = target === undefined ? nothing : this.dereferenced(target, job);
    this.references.set(key, result);
    return result;
  }

  private missing(rule: RuleName, job: string, line: number, what: string): void {
    const message = `${what} names nothing that exists`;
    if (this.isComplete) this.report(rule, job, line, message, "the name of a job or key in these files");
    else this.notes.push({ line, job, message: `${message} in the files that were read.` });
  }

  private report(rule: RuleName, job: string, line: number, message: string, fix: string): void {
    this.findings.push({ rule, level: "error", job, line, subject: message, message, fix });
  }
}
