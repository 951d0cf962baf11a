/**
 * The jobs of a pipeline as GitLab would run them: files included, references and `extends` followed, defaults,
 * variables and matrices applied. What only GitLab knows, such as a variable of the project, stays unknown.
 */
import { imageNames, maxChoices, namesIn, withReferenced } from "../lint/alternatives";
import type { JobResolver, ResolvedJob } from "./job-resolver";
import {
  coversSystemFailure,
  imageOf,
  platformOf,
  servicesOf,
  type JobImage,
  type JobService,
} from "./job-parts";
import type { ExpansionBudget } from "../limits";
import { ScriptSearch, union, type ProgramLines } from "./script-search";
import { imageBuilders } from "../image-builders";
import { textsOf, type Located, type LocatedMap } from "../yaml/values";
import {
  expanded,
  isUnknown,
  matrixOf,
  variablesOf,
  type LocatedText,
  type Variable,
  type Variables,
} from "./variables";

/** One way in which a job runs: the job itself, or one combination of its matrix. */
export interface PipelineJob {
  readonly name: string;
  readonly line: number;
  readonly stage: string;
  readonly tags: { readonly names: readonly string[]; readonly line: number; readonly isKnown: boolean };
  /** Undefined where it has none, or where a file that was not read may give it one. */
  readonly image: JobImage | undefined;
  /** Whether the job surely has no image of its own, so that the runner gives it one. */
  readonly hasRunnersImage: boolean;
  /** Of `image:docker:platform`. */
  readonly platform: LocatedText | undefined;
  readonly services: readonly JobService[];
  /** Whether the job or a parent names the services, not the defaults of the file. */
  readonly hasOwnServices: boolean;
  /** Lines of its scripts that use a program which builds images, by the program's name. */
  readonly builders: ProgramLines;
  /** Whether a failure of the runner's system is retried; undefined where a file that was not read may say so. */
  readonly hasRetry: boolean | undefined;
  readonly variables: Variables;
  /** Whether a job that it extends is in none of the files. */
  readonly hasUnknownParent: boolean;
  /** How many jobs it makes, all combinations together; `alike` of them have the same tags. */
  readonly parallel: { readonly count: number; readonly alike: number; readonly line: number };
}

/** Keys of a pipeline that are no jobs. Source: gitlab-org/gitlab doc/ci/yaml/_index.md, read 2026-11-28. */
const globals = new Set(
  "after_script before_script cache default image include services spec stages variables workflow".split(" "),
);

export class JobReader {
  private readonly defaults: Located | undefined;
  private readonly globalVariables: readonly (readonly [string, Variable])[];
  private readonly workflowVariables: readonly string[];
  private readonly scripts: ScriptSearch;
  /** Variables that tags, images and services name. */
  private readonly used = new Set<string>();

  /** @param choice a global variable and the value that it gets. @default the values of the files */
  constructor(
    private readonly root: LocatedMap,
    private readonly resolver: JobResolver,
    private readonly budget: ExpansionBudget,
    private readonly isComplete: boolean,
    choice?: readonly [string, string],
  ) {
    this.defaults = this.global("default");
    this.scripts = new ScriptSearch(root, imageBuilders);
    const globalVariables = variablesOf(this.global("variables"));
    this.globalVariables = globalVariables.map(([name, variable]) =>
      name === choice?.[0] ? [name, { ...variable, text: choice[1] }] : [name, variable],
    );
    const workflow = this.global("workflow");
    this.workflowVariables = ruledVariables(
      workflow?.kind === "map" ? workflow.entries.get("rules") : undefined,
    );
  }

  allJobs(): readonly PipelineJob[] {
    return [...this.root.entries.keys()].flatMap((name) => this.jobs(name));
  }

  /** The other options of global variables that decide on the tags, image or services of a job read so far. */
  choices(): readonly (readonly [string, string])[] {
    const used = withReferenced(this.used, new Map(this.globalVariables));
    return this.globalVariables
      .filter(([name]) => used.has(name))
      .flatMap(([name, { text, options = [] }]) =>
        options.filter((option) => option !== text).map((option) => [name, option] as const),
      )
      .slice(0, maxChoices);
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

  /** Of the job, of `default:`, or of the older key at the top of the file, which `tags` and `retry` never had. */
  private value(job: ResolvedJob, key: keyof typeof inheritable): Located | undefined {
    const given = job.map.entries.get(key);
    // An empty value is no value to GitLab: the default applies.
    if (given !== undefined && !isNothing(given)) return given;
    if (!inherits(job, "default", key, this.budget)) return undefined;
    const fallback = this.defaults?.kind === "map" ? this.defaults.entries.get(key) : undefined;
    return fallback ?? (inheritable[key] ? this.global(key) : undefined);
  }

  private variants(name: string, job: ResolvedJob): readonly PipelineJob[] {
    const own = (key: string) => job.map.entries.get(key);
    const variables = this.variables(job);
    const changing = new Set([...this.workflowVariables, ...ruledVariables(own("rules"))]);
    const parallel = own("parallel");
    const matrix = matrixOf(parallel, variables, this.budget);
    const number =
      parallel?.kind === "scalar" && /^\d{1,9}$/.test(parallel.text) ? Number(parallel.text) : undefined;
    const line = this.root.entries.get(name)?.line ?? job.map.line;
    const [tags, image, services, retry] = [
      this.value(job, "tags"),
      this.value(job, "image"),
      this.value(job, "services"),
      this.value(job, "retry"),
    ];
    const builders = union([
      this.scripts.in(this.script(job, "before_script")),
      this.scripts.in(this.script(job, "script")),
    ]);
    const texts = textsOf(tags, this.budget);
    const mayBeElsewhere = job.hasUnknownParent || !this.isComplete;
    const known = matrix.variants.map((each) => withUnknown(each, changing, line));
    for (const text of [...texts, ...imageNames(image), ...imageNames(services)])
      for (const each of namesIn(text)) this.used.add(each);
    const tagsOf = known.map((each) => texts.map((tag) => expanded(tag, each)));
    // The file itself wins over what it includes, and only a parent stands above its defaults.
    const mayHaveOtherTags =
      (tags === undefined && mayBeElsewhere) || (own("tags") === undefined && job.hasUnknownParent);
    const alike = countBy(tagsOf.map((names) => names.join()));
    return known.map((each, index) => {
      const names = tagsOf[index] ?? [];
      return {
        ...{ name, line, variables: each, platform: platformOf(image) },
        hasUnknownParent: job.hasUnknownParent,
        stage: textsOf(own("stage"), this.budget)[0] ?? "test",
        tags: {
          ...{ names, line: tags?.line ?? line },
          isKnown: !names.some(isUnknown) && !mayHaveOtherTags,
        },
        image: imageOf(image, each, this.budget),
        hasRunnersImage: image === undefined && !mayBeElsewhere,
        services: servicesOf(services, each, this.budget),
        hasOwnServices: own("services") !== undefined,
        builders,
        hasRetry: retry === undefined && mayBeElsewhere ? undefined : coversSystemFailure(retry, this.budget),
        parallel: {
          count: number ?? matrix.count,
          alike: number ?? alike.get(names.join()) ?? 1,
          line: parallel?.line ?? line,
        },
      };
    });
  }

  /** Not dereferenced: a script may double with every reference. */
  private script(job: ResolvedJob, key: "before_script" | "script"): Located | undefined {
    const given = job.map.entries.get(key);
    if (given !== undefined || key === "script") return given;
    if (!inherits(job, "default", key, this.budget)) return undefined;
    const defaults = this.root.entries.get("default");
    const fallback = defaults?.kind === "map" ? defaults.entries.get(key) : undefined;
    return fallback ?? this.root.entries.get(key);
  }

  private variables(job: ResolvedJob): Variables {
    const taken = this.globalVariables.filter(([key]) => inherits(job, "variables", key, this.budget));
    const all = new Map([...taken, ...variablesOf(job.map.entries.get("variables"))]);
    this.budget.addExpansions(this.globalVariables.length + all.size, job.map.line);
    return all;
  }
}

/**
 * A job that starts another pipeline, or mirrors the state of one, runs on no runner.
 * Source: gitlab-org/gitlab lib/gitlab/ci/config/entry/bridge.rb; read 2026-11-30.
 */
function isBridge({ map: { entries } }: ResolvedJob): boolean {
  if (entries.has("trigger")) return true;
  const needs = entries.get("needs");
  const all = needs?.kind === "list" ? needs.items : needs === undefined ? [] : [needs];
  const mirrors = all.some((need) => need.kind === "map" && need.entries.has("pipeline"));
  return mirrors && !entries.has("script") && !entries.has("run");
}

function isNothing(value: Located): boolean {
  return value.kind === "scalar" && value.text === "";
}

/** Keys that a job takes from `default:`, and whether they may also stand at the top of the file. */
const inheritable = { image: true, services: true, tags: false, retry: false };

/** `inherit:default` and `inherit:variables`: true, false, or a list of what is inherited. */
function inherits(
  job: ResolvedJob,
  part: "default" | "variables",
  key: string,
  budget: ExpansionBudget,
): boolean {
  const inherit = job.map.entries.get("inherit");
  const given = inherit?.kind === "map" ? inherit.entries.get(part) : undefined;
  if (given?.kind === "list") return textsOf(given, budget).includes(key);
  return given?.kind !== "scalar" || given.text !== "false";
}

/** Variables that a rule may set: their value is not known before GitLab evaluates the rules. */
function ruledVariables(rules: Located | undefined): readonly string[] {
  if (rules?.kind !== "list") return [];
  return rules.items.flatMap((rule) =>
    rule.kind === "map" ? variablesOf(rule.entries.get("variables")).map(([name]) => name) : [],
  );
}

/** A variable that may change has its own name as value: `$NAME` is what only GitLab knows. */
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
