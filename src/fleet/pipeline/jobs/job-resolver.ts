/**
 * What a job is once `!reference` and `extends` are followed, in GitLab's order: references first, within the text as it
 * is written, then `extends`, whose parents merge key by key, the last parent above the others and the job above all.
 *
 * Every job and every reference is resolved once and kept, so the work grows with the size of the files and not with
 * the number of paths through them: five parents on each of ten levels are fifty merges, not ten million. Only the keys
 * that the rules look at are resolved, so a `script` that doubles with every reference costs nothing.
 *
 * GitLab refuses a chain of `extends` that is circular, longer than eleven jobs or leads to nothing. It is a finding
 * where all files were read, and a note where one was not: the missing part may be in there.
 *
 * Sources: gitlab-org/gitlab lib/gitlab/ci/config.rb, lib/gitlab/ci/config/extendable/entry.rb,
 * lib/gitlab/ci/config/yaml/tags/{resolver,reference}.rb; read 2026-11-30.
 */
import type { JobFinding, JobNote } from "../lint-finding";
import type { RuleName } from "../lint-texts";
import { PipelineLimitError, pipelineLimits, type ExpansionBudget } from "../limits";
import { merged, textsOf, type Located, type LocatedMap, type LocatedReference } from "../yaml/values";

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

/** Unwinds to the job at the top of a chain that GitLab refuses. */
class ExtendsError extends Error {
  constructor(
    message: string,
    readonly fix: string,
  ) {
    super(message);
  }
}

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

  /** The job with all that it extends; undefined for what is no job. */
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

  /** The value with every `!reference` replaced by what it names; within a list, by its items. */
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
        throw new ExtendsError(`${name} extends ${parent}, which extends it in turn`, "a chain with an end");
      }
      const found = level < pipelineLimits.extendsLevels ? this.resolve(parent, level + 1) : undefined;
      const total = level + (found?.levels ?? 1);
      if (total > pipelineLimits.extendsLevels) {
        const message = `the chain of extends through ${parent} is longer than the ${pipelineLimits.extendsLevels} jobs that GitLab accepts`;
        throw new ExtendsError(message, "a shorter chain, or several parents in one list");
      }
      if (found === undefined) {
        this.missing("extends", name, line, `extends ${parent}`);
        hasUnknownParent = true;
        continue;
      }
      under = merged(under, found.map, this.budget);
      levels = Math.max(levels, found.levels + 1);
      hasUnknownParent ||= found.hasUnknownParent;
    }
    return { map: merged(under, own, this.budget), levels, hasUnknownParent };
  }

  /** What is written under this name, with the references of the keys that the rules look at resolved. */
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
          const each = this.dereferenced(item, job);
          const taken = item.kind === "reference" && each.kind === "list" ? each.items : [each];
          this.budget.addExpansions(taken.length, value.line);
          return taken;
        });
        return { ...value, items };
      }
      case "map": {
        this.budget.addExpansions(value.entries.size, value.line);
        const entries = [...value.entries].map(([key, each]) => [key, this.dereferenced(each, job)] as const);
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
      const message = `!reference [${path.join(", ")}] leads back to itself`;
      this.report("reference", job, line, message, "a reference with an end");
      return nothing;
    }
    if (known !== undefined) return known;
    const [first = "", ...keys] = path;
    let target = this.root.entries.get(first);
    for (const each of keys) target = target?.kind === "map" ? target.entries.get(each) : undefined;
    if (target === undefined) this.missing("reference", job, line, `!reference [${path.join(", ")}]`);
    this.references.set(key, "open");
    const result = target === undefined ? nothing : this.dereferenced(target, job);
    this.references.set(key, result);
    return result;
  }

  private missing(rule: RuleName, job: string, line: number, what: string): void {
    const message = `${what} leads to nothing`;
    if (this.isComplete) this.report(rule, job, line, message, "the name of a job or key in these files");
    else this.notes.push({ line, job, message: `${message} in the files that were read.` });
  }

  private report(rule: RuleName, job: string, line: number, message: string, fix: string): void {
    this.findings.push({ rule, level: "error", job, line, subject: message, message, fix });
  }
}
