/** Reads Helm releases of the GitLab Runner chart with their values. It detects tokens and leaves them out. */
import { parse as parseToml } from "smol-toml";
import { parse as parseYaml } from "yaml";
import * as z from "zod";
import { isMapping, valueAt } from "../../config/paths";
import { select, type StateObject } from "./objects";

export type Mapping = Readonly<Record<string, unknown>>;

export interface RunnerRelease {
  readonly address: string;
  readonly name: string;
  readonly namespace: string;
  readonly chart: string;
  readonly values: Mapping;
  /** The first `[[runners]]` section of config.toml. */
  readonly toml: Mapping;
  /** Undefined if the values contain no token. */
  readonly token: "authentication" | "registration" | undefined;
}

const settings = z
  .array(z.object({ name: z.string(), value: z.string() }))
  .nullish()
  .transform((given) => given ?? []);
const releaseSchema = z.object({
  name: z.string(),
  namespace: z.string(),
  chart: z.string(),
  version: z.string(),
  values: z
    .array(z.string().nullable())
    .nullish()
    .transform((given) => given ?? []),
  set: settings,
  set_sensitive: settings,
});
type Release = z.output<typeof releaseSchema>;

export function runnerReleases(objects: readonly StateObject[]): readonly RunnerRelease[] {
  return select(objects, { module: /^/, type: "helm_release" }, releaseSchema)
    .filter(({ read }) => /(^|\/)gitlab-runner(-[\d.]+\.tgz)?$/.test(read.chart))
    .map(({ address, read }) => {
      const all = valuesOf(read);
      const values = Object.fromEntries(Object.entries(all).filter(([key]) => !tokenKeys.includes(key)));
      return {
        ...{ address, name: read.name, namespace: read.namespace, chart: read.version, values },
        toml: tomlOf(values, read.namespace),
        token: tokenIn(all),
      };
    });
}

const [authentication, registration] = ["runnerToken", "runnerRegistrationToken"] as const;
const tokenKeys: readonly string[] = [authentication, registration];

function tokenIn(values: Mapping): RunnerRelease["token"] {
  const given = (key: string) => typeof values[key] === "string" && values[key] !== "";
  if (given(authentication)) return "authentication";
  return given(registration) ? "registration" : undefined;
}

/** Merges values as Helm does: later texts override earlier ones, and `set` overrides all texts. */
function valuesOf({ values, set, set_sensitive: sensitive }: Release): Mapping {
  const texts = values.map((text) => mappingIn(text ?? ""));
  const merged = texts.reduce(merge, {});
  // Keeps the presence of a sensitive value, not the value.
  const hidden = sensitive.map(({ name, value }) => ({ name, value: value === "" ? "" : "given" }));
  const single = hidden.filter(({ name }) => tokenKeys.includes(name));
  return [...set, ...single].reduce((all, { name, value }) => merge(all, nested(name, value)), merged);
}

function mappingIn(yaml: string): Mapping {
  try {
    const value: unknown = parseYaml(yaml, { logLevel: "silent", prettyErrors: false });
    return isMapping(value) ? value : {};
  } catch {
    return {};
  }
}

function merge(base: Mapping, override: Mapping): Mapping {
  const entries = Object.entries(override).map(([key, value]) => {
    const before = base[key];
    return [key, isMapping(before) && isMapping(value) ? merge(before, value) : value] as const;
  });
  return { ...base, ...Object.fromEntries(entries) };
}

/** Expands `a.b` as Helm does. Brackets and escapes stay in the key, which nothing reads. */
function nested(name: string, value: string): Mapping {
  const [first = "", ...rest] = name.split(".");
  return { [first]: rest.length === 0 ? scalar(value) : nested(rest.join("."), value) };
}

function scalar(text: string): unknown {
  if (text === "true" || text === "false") return text === "true";
  return /^\d{1,9}$/.test(text) ? Number(text) : text;
}

function tomlOf(values: Mapping, namespace: string): Mapping {
  const config = valueAt(values, ["runners", "config"]);
  if (typeof config !== "string") return {};
  // The chart runs the text through Helm's templates.
  const text = config
    .replaceAll('{{ "{{" }}', "{{")
    .replaceAll(/\{\{-?\s*\.Release\.Namespace\s*-?\}\}/g, namespace);
  try {
    const sections = parseToml(text).runners;
    const [first]: readonly unknown[] = Array.isArray(sections) ? sections : [];
    return isMapping(first) ? first : {};
  } catch {
    return {};
  }
}
