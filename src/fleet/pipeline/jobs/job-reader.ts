/**
 * Reads the jobs of a pipeline as GitLab runs them: with includes, references, `extends`, defaults, variables and matrices
 * applied. A value that only GitLab knows, such as a variable of the project, remains unknown.
 */
import type { JobResolver, ResolvedJob } from "./job-resolver";
import {
  coversSystemFailure,
  imageNames,
  imageOf,
  platformOf,
  servicesOf,
  type JobImage,
  type JobService,
} from "./job-parts";
import type { ExpansionBudget } from "../limits";
import { ScriptSearch, union, type ProgramLines } from "./script-search";
import { imageBuilders } from "../image-builders";
import { entryOf, scalarText, textsOf, type Located, type LocatedMap } from "../yaml/values";
import {
  expanded,
  isUnknown,
  matrixOf,
  variableNamesIn,
  variablesOf,
  withReferenced,
  type LocatedText,
  type Variable,
  type Variables,
} from "./variables";

/** A job, or one combination of its matrix. */
export interface PipelineJob {
  readonly name: string;
  readonly line: number;
  readonly stage: string;
  readonly tags: { readonly names: readonly string[]; readonly line: number; readonly isKnown: boolean };
  /** Undefined if the job has none; a file that was not read may still set one. */
  readonly image: JobImage | undefined;
  /** Whether the job certainly has no image, so that it gets the image of the runner. */
  readonly hasRunnersImage: boolean;
  /** `image:docker:platform`. */
  readonly platform: LocatedText | undefined;
  readonly services: readonly JobService[];
  /** Whether the job or a parent has `services`, and not only the defaults of the file. */
  readonly hasOwnServices: boolean;
  /** Lines of its scripts that use an image builder, by the name of the builder. */
  readonly builders: ProgramLines;
  /** Whether a failure of the runner's system is retried; undefined if a file that was not read may decide it. */
  readonly hasRetry: boolean | undefined;
  readonly variables: Variables;
  /** Whether it extends a job that none of the files has. */
  readonly hasUnknownParent: boolean;
  /** How many jobs all its combinations are; `sameTags` of them have the tags of this one. */
  readonly parallel: { readonly count: number; readonly sameTags: number; readonly line: number };
}

/** Top-level keys that are not jobs. Source: gitlab-org/gitlab doc/ci/yaml/_index.md, read 2026-11-28. */
const globals = new Set(
  "after_script before_script cache default image include services spec stages variables workflow".split(" "),
);

/** Options that `otherOptions` returns, of all variables together. */
const maxOptions = 20;

export class JobReader {
  private readonly defaults: Located | undefined;
  private readonly globalVariables: readonly (readonly [string, Variable])[];
  private readonly workflowVariables: readonly string[];
  private readonly scripts: ScriptSearch;
  /** Names of variables in tags, images and services. */
  private readonly used = new Set<string>();

  /** @param option a global variable and the value to give it. @default the values of the files */
  constructor(
    private readonly root: LocatedMap,
    private readonly resolver: JobResolver,
    private readonly budget: ExpansionBudget,
    private readonly isComplete: boolean,
    option?: readonly [string, string],
  ) {
    this.defaults = this.global("default");
    this.scripts = new ScriptSearch(root, imageBuilders);
    const globalVariables = variablesOf(this.global("variables"));
    this.globalVariables = globalVariables.map(([name, variable]) =>
      name === option?.[0] ? [name, { ...variable, text: option[1] }] : [name, variable],
    );
    this.workflowVariables = ruledVariables(entryOf(this.global("workflow"), "rules"));
  }

  allJobs(): readonly PipelineJob[] {
    return [...this.root.entries.keys()].flatMap((name) => this.jobs(name));
  }

  /** The other options of global variables that change the tags, image or services of a job read so far. */
  otherOptions(): readonly (readonly [string, string])[] {
    const used = withReferenced(this.used, new Map(this.globalVariables));
    return this.globalVariables
      .filter(([name]) => used.has(name))
      .flatMap(([name, { text, options = [] }]) =>
        options.filter((option) => option !== text).map((option) => [name, option] as const),
      )
      .slice(0, maxOptions);
  }

  private jobs(name: string): readonly PipelineJob[] {
    if (globals.has(name) || name.startsWith(".")) return [];
    const job = this.resolver.job(name);
    return job === undefined || isBridge(job) ? [] : this.variants(name, job);
  }

  private global(key: string): Located | undefined {
    const value = this.root.entries.get(key);
    return value && this.resolver.dereferenced(value, key);
  }

  /** The value in the job, in `default:`, or at the top of the file, where `tags` and `retry` are not allowed. */
  private value(job: ResolvedJob, key: keyof typeof inheritable): Located | undefined {
    const given = job.map.entries.get(key);
    // GitLab ignores an empty value: the default applies.
    if (given !== undefined && scalarText(given) !== "") return given;
    if (!inherits(job, "default", key, this.budget)) return undefined;
    return entryOf(this.defaults, key) ?? (inheritable[key] ? this.global(key) : undefined);
  }

  private variants(name: string, job: ResolvedJob): readonly PipelineJob[] {
    const own = (key: string) => job.map.entries.get(key);
    const variables = this.variables(job);
    const changing = new Set([...this.workflowVariables, ...ruledVariables(own("rules"))]);
    const parallel = own("parallel");
    const matrix = matrixOf(parallel, variables, this.budget);
    const [digits] = /^\d{1,9}$/.exec(scalarText(parallel) ?? "") ?? [];
    const number = digits === undefined ? undefined : Number(digits);
    const line = this.root.entries.get(name)?.line ?? job.map.line;
    const keys = ["tags", "image", "services", "retry"] as const;
    const [tags, image, services, retry] = keys.map((key) => this.value(job, key));
    const scripts = ["before_script", "script"] as const;
    const builders = union(scripts.map((key) => this.scripts.in(this.script(job, key))));
    const texts = textsOf(tags, this.budget);
    const mayBeElsewhere = job.hasUnknownParent || !this.isComplete;
    const combinations = matrix.variants.map((combination) => withUnknown(combination, changing, line));
    for (const text of [...texts, ...imageNames(image), ...imageNames(services)])
      for (const variable of variableNamesIn(text)) this.used.add(variable);
    const tagsOf = combinations.map((combination) => texts.map((tag) => expanded(tag, combination)));
    // A file has priority over the files that it includes, and only a parent has priority over its defaults.
    const mayHaveOtherTags =
      (tags === undefined && mayBeElsewhere) || (own("tags") === undefined && job.hasUnknownParent);
    const counts = countBy(tagsOf.map((names) => names.join()));
    return combinations.map((combination, index) => {
      const names = tagsOf[index] ?? [];
      return {
        ...{ name, line, variables: combination, platform: platformOf(image) },
        hasUnknownParent: job.hasUnknownParent,
        stage: textsOf(own("stage"), this.budget)[0] ?? "test",
        tags: {
          ...{ names, line: tags?.line ?? line },
          isKnown: !names.some(isUnknown) && !mayHaveOtherTags,
        },
        image: imageOf(image, combination, this.budget),
        hasRunnersImage: image === undefined && !mayBeElsewhere,
        services: servicesOf(services, combination, this.budget),
        hasOwnServices: own("services") !== undefined,
        builders,
        hasRetry: retry === undefined && mayBeElsewhere ? undefined : coversSystemFailure(retry, this.budget),
        parallel: {
          count: number ?? matrix.count,
          sameTags: number ?? counts.get(names.join()) ?? 1,
          line: parallel?.line ?? line,
        },
      };
    });
  }

  /** References in it are not resolved, because a script may double with every reference. */
  private script(job: ResolvedJob, key: "before_script" | "script"): Located | undefined {
    const given = job.map.entries.get(key);
    if (given !== undefined || key === "script") return given;
    if (!inherits(job, "default", key, this.budget)) return undefined;
    return entryOf(this.root.entries.get("default"), key) ?? this.root.entries.get(key);
  }

  private variables(job: ResolvedJob): Variables {
    const inherited = this.globalVariables.filter(([key]) => inherits(job, "variables", key, this.budget));
    const all = new Map([...inherited, ...variablesOf(job.map.entries.get("variables"))]);
    this.budget.addExpansions(this.globalVariables.length + all.size, job.map.line);
    return all;
  }
}

/**
 * Whether a job starts another pipeline or mirrors the state of one. Such a job needs no runner.
 * Source: gitlab-org/gitlab lib/gitlab/ci/config/entry/bridge.rb; read 2026-11-30.
 */
function isBridge({ map: { entries } }: ResolvedJob): boolean {
  if (entries.has("trigger")) return true;
  const needs = entries.get("needs");
  const all = needs?.kind === "list" ? needs.items : needs === undefined ? [] : [needs];
  const mirrors = all.some((need) => need.kind === "map" && need.entries.has("pipeline"));
  return mirrors && !entries.has("script") && !entries.has("run");
}

/** Keys that a job inherits from `default:`, and whether they are also allowed at the top of the file. */
const inheritable = { image: true, services: true, tags: false, retry: false };

/** Whether the job inherits the key. `inherit:default` and `inherit:variables` are true, false, or a list of keys. */
function inherits(
  job: ResolvedJob,
  part: "default" | "variables",
  key: string,
  budget: ExpansionBudget,
): boolean {
  const given = entryOf(job.map.entries.get("inherit"), part);
  return given?.kind === "list" ? textsOf(given, budget).includes(key) : scalarText(given) !== "false";
}

/** Variables that a rule may set. Their value is unknown until GitLab evaluates the rules. */
function ruledVariables(rules: Located | undefined): readonly string[] {
  if (rules?.kind !== "list") return [];
  return rules.items.flatMap((rule) => variablesOf(entryOf(rule, "variables")).map(([name]) => name));
}

/** Gives each variable that may change the value `$NAME`, which counts as unknown. */
function withUnknown(variables: Variables, changing: ReadonlySet<string>, line: number): Variables {
  if (changing.size === 0) return variables;
  const unknown = [...changing].map((name): [string, Variable] => [name, { text: `$${name}`, line }]);
  return new Map([...variables, ...unknown]);
}

function countBy(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}
