/**
 * Environment overrides: `GLRUNNER__NETWORK__CIDR=10.1.0.0/16` sets `network.cidr`. Two underscores separate the keys. Keys
 * match those of the schema without regard to case, hyphens and single underscores. A number is an index in a list. The
 * value is read as YAML, except where the schema expects text, which is taken unchanged.
 */
import { parse } from "yaml";
import { inputLimits } from "./limits";
import { isMapping, pathText, valueAt, type Path } from "../paths";
import { problem, type Problem } from "./problems";
import { suggestion } from "./suggestion";
import { choices, keysAt, nodesAt } from "./schema-nodes";
import { knownKeys } from "./zod-problems";
import type { Environment } from "../environment";

/** Prefix of the environment variables that override keys. */
export const overridePrefix = "GLRUNNER__";

interface Override {
  readonly variable: string;
  readonly path: Path;
  readonly value: unknown;
}

interface OverrideResult {
  /** The configuration with the overrides applied. */
  readonly raw: Readonly<Record<string, unknown>>;
  readonly problems: readonly Problem[];
  /** Adds the name of the variable to problems of values that a variable sets. */
  nameVariables(found: readonly Problem[]): readonly Problem[];
}

const normal = (key: string): string => key.toLowerCase().replace(/[-_]/g, "");

/** The key or the index that a segment means below `parent`; undefined if there is none. */
function segmentKey(raw: unknown, parent: Path, segment: string): string | number | undefined {
  if (segment === "") return undefined;
  const known = keysAt(parent).find((key) => normal(key) === normal(segment));
  if (known !== undefined) return known;
  const nodes = nodesAt(parent).flatMap(choices);
  if (/^\d{1,3}$/.test(segment) && nodes.some((node) => node.type === "array")) return Number(segment);
  if (!nodes.some((node) => typeof node.additionalProperties === "object")) return undefined;
  const present = valueAt(raw, parent);
  const entries = isMapping(present) ? Object.keys(present) : [];
  return entries.find((key) => normal(key) === normal(segment)) ?? segment;
}

function unknownVariable(variable: string, parent: Path, segment: string): Problem {
  const known = keysAt(parent);
  const near = suggestion(segment.toLowerCase(), known);
  return problem({
    code: "override-unknown",
    path: variable,
    value: segment,
    message: `this variable names a key that ${parent.length === 0 ? "the configuration" : pathText(parent)} does not have`,
    allowed: knownKeys(known),
    fix: near === undefined ? `unset ${variable}` : `did you mean ${near}? otherwise unset ${variable}`,
  });
}

function variablePath(raw: unknown, variable: string): Path | Problem {
  const path: (string | number)[] = [];
  const segments = variable.slice(overridePrefix.length).split("__", inputLimits.depth + 1);
  for (const segment of segments) {
    const key = path.length < inputLimits.depth ? segmentKey(raw, path, segment) : undefined;
    if (key === undefined) return unknownVariable(variable, path, segment);
    path.push(key);
  }
  return path;
}

function expectsText(path: Path): boolean {
  const nodes = nodesAt(path).flatMap(choices);
  return nodes.length > 0 && nodes.every((node) => node.type === "string");
}

/** The value of a variable's text; undefined if the text is not YAML. */
function readValue(path: Path, text: string): { readonly value: unknown } | undefined {
  if (text.length > inputLimits.textCharacters) return undefined;
  if (expectsText(path) && !/^\s*["']/.test(text)) return { value: text };
  try {
    return { value: parse(text, { prettyErrors: false, logLevel: "error", maxAliasCount: 0 }) };
  } catch {
    return undefined;
  }
}

function readVariable(raw: unknown, variable: string, text: string): Override | Problem {
  const path = variablePath(raw, variable);
  if ("code" in path) return path;
  const read = readValue(path, text);
  if (read !== undefined) return { variable, path, value: read.value };
  return problem({
    code: "override-value",
    path: variable,
    message: "the value of this variable is not YAML, or is too long",
    allowed: "a scalar, [a, list] or {a: mapping}",
    fix: `correct or unset ${variable}`,
  });
}

/** A copy of `raw` with the value set. Missing parts of the path are added. */
function withValue(raw: unknown, path: Path, value: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (typeof first === "number") {
    // The schema reports a value that is not a list, and an index beyond the end as a missing entry.
    if (raw !== undefined && raw !== null && !Array.isArray(raw)) return raw;
    const given: readonly unknown[] = Array.isArray(raw) ? raw : [];
    const list = [...given];
    while (list.length < first) list.push(undefined);
    list[first] = withValue(list[first], rest, value);
    return list;
  }
  if (raw !== undefined && raw !== null && !isMapping(raw)) return raw;
  const entries = Object.entries(raw ?? {}).filter(([key]) => key !== first);
  const next = withValue(valueAt(raw, [first]), rest, value);
  return Object.fromEntries([...entries, [String(first), next]]);
}

function conflict(first: Override, second: Override): Problem {
  return problem({
    code: "override-conflict",
    path: second.variable,
    message: `this variable and ${first.variable} set the same key, ${pathText(second.path)}`,
    allowed: "one variable for each key",
    fix: `unset one of ${first.variable} and ${second.variable}`,
  });
}

function nameVariables(overrides: readonly Override[], found: readonly Problem[]): readonly Problem[] {
  const named = overrides.map(({ path, variable }) => ({ text: pathText(path), variable }));
  // Longer paths come later, and win.
  const setBy = (path: string) =>
    named.findLast(({ text }) => path.startsWith(text) && /^($|[.[])/.test(path.slice(text.length)))
      ?.variable;
  return found.map((item) => {
    const variable = setBy(item.path);
    return variable === undefined ? item : { ...item, message: `${item.message} (set by ${variable})` };
  });
}

const segmentCount = (variable: string) => variable.split("__", inputLimits.depth + 1).length;

/** Applies all overrides of the environment to a copy of the configuration. */
export function applyOverrides(raw: Readonly<Record<string, unknown>>, env: Environment): OverrideResult {
  const problems: Problem[] = [];
  const overrides: Override[] = [];
  const byPath = new Map<string, Override>();
  // Shorter paths first, so that a variable for a whole section does not undo one for a key in it.
  const variables = Object.keys(env)
    .filter((name) => name.startsWith(overridePrefix))
    .sort((left, right) => segmentCount(left) - segmentCount(right) || (left < right ? -1 : 1));
  let result: unknown = raw;
  for (const variable of variables) {
    const text = env[variable];
    // As in most programs, an empty variable counts as unset.
    if (text === undefined || text === "") continue;
    const override = readVariable(result, variable, text);
    if ("code" in override) {
      problems.push(override);
      continue;
    }
    const first = byPath.get(pathText(override.path));
    if (first !== undefined) problems.push(conflict(first, override));
    byPath.set(pathText(override.path), override);
    overrides.push(override);
    result = withValue(result, override.path, override.value);
  }
  return {
    raw: isMapping(result) ? result : raw,
    problems,
    nameVariables: (found) => nameVariables(overrides, found),
  };
}
