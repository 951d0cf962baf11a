/**
 * The jobs of a pipeline as GitLab would run them: defaults, variables and a matrix taken in. What only GitLab knows, a
 * variable of the project or an included file, stays unknown, and is said.
 */
import { dereferenced, extended, textsOf, type Note } from "./inherit";
import { readLocated, type Located, type LocatedMap, type TextProblem } from "./located";
import { expanded, matrixVariants, variablesOf, type LocatedText, type Variables } from "./variables";

/** One way in which a job runs: the job itself, or one combination of its matrix. */
export interface PipelineJob {
  readonly name: string;
  readonly line: number;
  readonly stage: string;
  readonly tags: { readonly names: readonly string[]; readonly line: number };
  readonly image: LocatedText | undefined;
  /** Of `image:docker:platform`. */
  readonly platform: LocatedText | undefined;
  readonly services: readonly LocatedText[];
  readonly variables: Variables;
  /** How many of it there are, all its combinations together; `alike` have the same tags. */
  readonly parallel: { readonly count: number; readonly alike: number; readonly line: number };
}

export interface Pipeline {
  readonly stages: readonly string[];
  readonly jobs: readonly PipelineJob[];
  readonly notes: readonly Note[];
}

type PipelineResult =
  | { readonly ok: true; readonly pipeline: Pipeline }
  | { readonly ok: false; readonly problems: readonly TextProblem[] };

/** Keys of a pipeline that are no jobs. Source: gitlab-org/gitlab doc/ci/yaml/_index.md, read 2026-11-28. */
const globals = new Set(
  "after_script before_script cache default image include services spec stages variables workflow".split(" "),
);
const defaultStages = ["build", "test", "deploy"];
type Inheritable = "image" | "services" | "tags";

export function readPipeline(source: string): PipelineResult {
  const located = readLocated(source);
  if (!located.ok) return located;
  const { root } = located;
  const notes: Note[] = [];
  const include = root.entries.get("include");
  if (include !== undefined) {
    notes.push({ line: include.line, message: "include is not followed: what it brings is not looked at" });
  }
  const jobs = [...root.entries.keys()].flatMap((name) => {
    if (globals.has(name) || name.startsWith(".")) return [];
    const whole = extended(root, name, notes);
    const job = whole && dereferenced(root, whole, notes);
    // A job that starts another pipeline runs on no runner.
    return job?.kind === "map" && !job.entries.has("trigger") ? jobsOf(root, name, job, notes) : [];
  });
  const stages = textsOf(root.entries.get("stages"));
  return { ok: true, pipeline: { stages: stages.length > 0 ? stages : defaultStages, jobs, notes } };
}

function jobsOf(root: LocatedMap, name: string, job: LocatedMap, notes: Note[]): PipelineJob[] {
  const own = (key: string) => job.entries.get(key);
  const inherits = inheritance(own("inherit"));
  const defaults = root.entries.get("default");
  const value = (key: Inheritable) => {
    const given = own(key);
    if (given !== undefined) return given;
    const fallback = defaults?.kind === "map" ? defaults.entries.get(key) : undefined;
    const found = fallback ?? root.entries.get(key);
    return found !== undefined && inherits("default", key) ? dereferenced(root, found, notes) : undefined;
  };
  const globalVariables = [...variablesOf(root.entries.get("variables"))].filter(([key]) =>
    inherits("variables", key),
  );
  const variables = new Map([...globalVariables, ...variablesOf(own("variables"))]);
  const parallel = own("parallel");
  const variants = matrixVariants(parallel, variables);
  const count = parallel?.kind === "scalar" ? Number(parallel.text) : variants.length;
  const line = root.entries.get(name)?.line ?? job.line;
  const tags = textsOf(value("tags"));
  const tagsIn = (each: Variables) => tags.map((tag) => expanded(tag, each));
  const alike = (each: Variables) =>
    variants.filter((other) => tagsIn(other).join() === tagsIn(each).join()).length;
  return variants.map((each) => ({
    ...{ name, line, variables: each },
    stage: textsOf(own("stage"))[0] ?? "test",
    tags: { names: tagsIn(each), line: value("tags")?.line ?? line },
    image: imageOf(value("image"), each),
    platform: platformOf(value("image")),
    services: servicesOf(value("services"), each),
    parallel: {
      count: Number.isInteger(count) ? count : 1,
      alike: parallel?.kind === "scalar" && Number.isInteger(count) ? count : alike(each),
      line: parallel?.line ?? line,
    },
  }));
}

/** `inherit:default` and `inherit:variables`: true, false, or a list of what is taken. */
function inheritance(inherit: Located | undefined) {
  return (part: "default" | "variables", key: string): boolean => {
    const given = inherit?.kind === "map" ? inherit.entries.get(part) : undefined;
    if (given?.kind === "list") return textsOf(given).includes(key);
    return given?.kind !== "scalar" || given.text !== "false";
  };
}

function imageOf(value: Located | undefined, variables: Variables): LocatedText | undefined {
  const name = value?.kind === "map" ? value.entries.get("name") : value;
  return name?.kind === "scalar" && name.text !== ""
    ? { text: expanded(name.text, variables), line: name.line }
    : undefined;
}

function platformOf(value: Located | undefined): LocatedText | undefined {
  const docker = value?.kind === "map" ? value.entries.get("docker") : undefined;
  const platform = docker?.kind === "map" ? docker.entries.get("platform") : undefined;
  return platform?.kind === "scalar" ? { text: platform.text, line: platform.line } : undefined;
}

function servicesOf(value: Located | undefined, variables: Variables): LocatedText[] {
  if (value?.kind !== "list") return [];
  return value.items.flatMap((item) => imageOf(item, variables) ?? []);
}
