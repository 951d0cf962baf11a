/** `extraToml`: that it is TOML, one [[runners]] section, and does not fight what is computed. */
import { parse, TomlError } from "smol-toml";
import { notEvicted } from "../resource-names";
import { jobNamespace } from "../resolve/resolve";
import { managerNamespace } from "../config";
import { isMapping, type Path } from "../paths";
import { problem, type Problem, type ProblemCode } from "../input/problems";
import { escapes, type Place } from "./extra-toml-escapes";
import { needs, type Rule } from "./rule";
import { tomlValues } from "./toml-values";

const allowed = "one [[runners]] section with settings that glrunner does not compute";

function found(code: ProblemCode, path: Path, message: string, fix: string, value?: unknown): Problem {
  return problem({ code, path, value, message, allowed, fix });
}

type Read = { readonly toml: Readonly<Record<string, unknown>> } | { readonly refused: Problem };

function readToml(text: string, path: Path): Read {
  try {
    return { toml: parse(text) };
  } catch (error) {
    // The parser's own message quotes the text, which may hold a secret.
    const place = error instanceof TomlError ? ` (line ${error.line}, column ${error.column})` : "";
    return {
      refused: found("extra-toml-syntax", path, `this is not TOML${place}`, "correct the text there"),
    };
  }
}

interface Computed {
  readonly key: readonly string[];
  readonly instead: string;
}

const never = "nothing: jobs are not to be evicted";

function resourceKeys(prefix: string, place: string): readonly Computed[] {
  return ["cpu_request", "memory_request", "memory_limit"].map((key) => ({
    key: ["kubernetes", `${prefix}${key}`],
    instead: `${place}.${key.startsWith("cpu") ? "cpu" : "memory"}`,
  }));
}

/** What glrunner writes, and its rules and selectors build upon. */
const computed: readonly Computed[] = [
  { key: ["name"], instead: "name" },
  { key: ["url"], instead: "gitlabUrl" },
  { key: ["token"], instead: "token" },
  { key: ["executor"], instead: "nothing: it is always kubernetes" },
  { key: ["limit"], instead: "concurrent" },
  { key: ["request_concurrency"], instead: "manager.requestConcurrency" },
  { key: ["kubernetes", "namespace"], instead: "namespace" },
  { key: ["kubernetes", "privileged"], instead: "job.privileged" },
  { key: ["kubernetes", "poll_timeout"], instead: "manager.pollTimeoutSeconds" },
  { key: ["kubernetes", "node_selector"], instead: "compute and nodePool" },
  { key: ["kubernetes", "node_tolerations"], instead: "compute and nodePool" },
  ...Object.values(notEvicted)
    .flatMap((annotation) => Object.keys(annotation))
    .map((name) => ({ key: ["kubernetes", "pod_annotations", name], instead: never })),
  { key: ["feature_flags", "FF_USE_POD_ACTIVE_DEADLINE_SECONDS"], instead: "nothing: it ends hung jobs" },
  { key: ["kubernetes", "ephemeral_storage_request"], instead: "job.ephemeralStorage" },
  { key: ["kubernetes", "ephemeral_storage_limit"], instead: "job.ephemeralStorage" },
  ...resourceKeys("", "job"),
  ...resourceKeys("helper_", "job.helper"),
  ...resourceKeys("service_", "job.service"),
];

/** Fargate takes requests only that equal the limits; on nodes a limit of CPU is the user's to add. */
const computedOnFargate: readonly Computed[] = ["", "helper_", "service_"].map((prefix) => ({
  key: ["kubernetes", `${prefix}cpu_limit`],
  instead: "job.cpu: on Fargate the limit is the request",
}));

/** Labels that glrunner finds its own pods by. */
function ownLabels(section: unknown): readonly Computed[] {
  return tomlValues(section, ["kubernetes", "pod_labels"])
    .flatMap((labels) => (isMapping(labels) ? Object.keys(labels) : []))
    .filter((label) => label.startsWith("glrunner/"))
    .map((label) => ({ key: ["kubernetes", "pod_labels", label], instead: "labels of your own" }));
}

/** Anything else in its place would take the whole table away. */
const tables: readonly (readonly string[])[] = [
  ["feature_flags"],
  ["kubernetes"],
  ["kubernetes", "pod_labels"],
  ["kubernetes", "pod_annotations"],
];

function computedProblems(section: unknown, path: Path, { compute }: Place): readonly Problem[] {
  const onFargate = compute === "fargate" ? computedOnFargate : [];
  const set = [...computed, ...onFargate, ...ownLabels(section)].flatMap(({ key, instead }) => {
    const name = key.join(".");
    return tomlValues(section, key).map((value) => {
      const shown = name === "token" ? "****" : value;
      return found("extra-toml-computed", path, `glrunner sets ${name} itself`, `use ${instead}`, shown);
    });
  });
  const replaced = tables.flatMap((key) =>
    tomlValues(section, key)
      .filter((value) => !isMapping(value) || value instanceof Date)
      .map((value) => {
        const message = `${key.join(".")} is a table that glrunner fills, and no table here`;
        return found("extra-toml-computed", path, message, "write a table, or remove it", value);
      }),
  );
  return [...set, ...replaced];
}

function shapeProblems(
  toml: Readonly<Record<string, unknown>>,
  path: Path,
  place: Place,
): readonly Problem[] {
  const globals = Object.keys(toml)
    .filter((key) => key !== "runners")
    .map((key) => {
      const message = `${key} is outside [[runners]], where the chart ignores it`;
      const fix =
        key === "concurrent" ? "use the runner's concurrent" : "remove it, or move it below [[runners]]";
      return found("extra-toml-global", path, message, fix, key);
    });
  const sections: unknown = toml.runners;
  if (sections === undefined) return globals;
  if (!Array.isArray(sections) || sections.length !== 1) {
    return [
      ...globals,
      found("extra-toml-shape", path, "there is not exactly one [[runners]] section", "write one"),
    ];
  }
  return [...globals, ...computedProblems(sections[0], path, place), ...escapes(sections[0], path, place)];
}

function tomlProblems(text: string, path: Path, place: Place): readonly Problem[] {
  const read = readToml(text, path);
  if ("refused" in read) return [read.refused];
  return shapeProblems(read.toml, path, place);
}

export const extraToml: Rule = needs(["fleet"], ({ fleet }, { parts }) => {
  const pools = Object.keys(parts.addons?.karpenter.nodePools ?? {});
  const namespaces = [managerNamespace, ...fleet.map(({ runner }) => jobNamespace(runner))];
  return fleet.flatMap(({ index, runner: { compute, extraToml: text } }) =>
    text === undefined
      ? []
      : tomlProblems(text, ["runners", index, "extraToml"], { compute, pools, namespaces }),
  );
});
