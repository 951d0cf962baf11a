/** What zod found, as problems: path, value, what the schema allows there, and what to do. */
import { closest, distance } from "fastest-levenshtein";
import type { z } from "zod";
import { allowedText } from "./describe-schema";
import { inputLimits } from "./limits";
import { pathText, valueAt, type Path } from "../paths";
import type { ProblemCode } from "./problem-codes";
import { problem, type Problem } from "./problems";
import { setByGlrunner } from "../schema/blueprints";
import { ownedChartValue } from "../schema/chart-values/owned";
import { keysAt, nodesAt, type SchemaNode } from "./schema-nodes";

type Issue = z.core.$ZodIssue;

/** The nearest of the known names, unless it is nothing like it. */
export function suggestion(name: string, known: readonly string[]): string | undefined {
  if (name.length > 64) return undefined;
  const normal = name.toLowerCase();
  const same = known.find((candidate) => candidate.toLowerCase() === normal);
  if (same !== undefined || known.length === 0) return same;
  const nearest = closest(name, [...known]);
  return distance(name, nearest) <= Math.max(2, Math.floor(name.length / 3)) ? nearest : undefined;
}

function allowedAt(path: Path): string {
  const nodes = nodesAt(path);
  return nodes.length === 0 ? "nothing here" : allowedText(...nodes);
}

/** What to use instead of a key that glrunner sets itself. */
function insteadOf(parent: Path, key: string): string | undefined {
  if (parent.join(".") === "addons.blueprints") return setByGlrunner(key);
  const [first, , section, ...below] = parent;
  return first === "runners" && section === "chartValues"
    ? ownedChartValue([...below.map(String), key].join("."))
    : undefined;
}

function unknownKey(root: unknown, parent: Path, key: string): Problem {
  const known = keysAt(parent);
  const ours = insteadOf(parent, key);
  const near = suggestion(key, known);
  const listed = known.length > 0 && known.length <= 30 ? known.join(", ") : `see docs/configuration.md`;
  const remove = "remove it";
  return problem({
    code: "unknown-key",
    path: [...parent, key],
    value: valueAt(root, [...parent, key]),
    message: ours === undefined ? "this key does not exist" : "glrunner sets this value",
    allowed: known.length === 0 ? "no keys" : listed,
    fix:
      ours !== undefined
        ? `use ${ours}`
        : near === undefined
          ? remove
          : `did you mean ${near}? otherwise ${remove}`,
  });
}

/** How a value misses its limits: by itself if a number, by its length if text, by its count if a list. */
function rangeMessage(origin: string, side: "too_small" | "too_big"): string {
  const small = side === "too_small";
  if (origin === "string") return small ? "the text is too short" : "the text is too long";
  if (origin === "array") return small ? "the list has too few entries" : "the list has too many entries";
  return small ? "the value is too small" : "the value is too large";
}

function kindOf(issue: Issue, value: unknown): { readonly code: ProblemCode; readonly message: string } {
  const otherKind = { code: "wrong-type", message: "the value has the wrong type" } as const;
  const otherValue = { code: "not-allowed", message: "the value is not one of the allowed values" } as const;
  if (value === undefined) return { code: "missing", message: "this value is required" };
  if (value === null) return { code: "wrong-type", message: "the key has no value" };
  if (issue.code === "too_small" || issue.code === "too_big") {
    return { code: "out-of-range", message: rangeMessage(issue.origin, issue.code) };
  }
  if (issue.code === "invalid_type") return otherKind;
  if (issue.code === "invalid_value") return otherValue;
  if (issue.code === "invalid_union") return issue.errors.length === 0 ? otherValue : otherKind;
  return { code: "wrong-form", message: "the value does not have the required format" };
}

/** Whether the number would be right as text. */
function takes({ type, pattern = "", minLength = 0 }: SchemaNode, value: number): boolean {
  const text = String(value);
  return type === "string" && text.length >= minLength && new RegExp(pattern, "u").test(text);
}

function fixOf(code: ProblemCode, value: unknown, path: Path): string {
  if (value === null) return "add a value, or remove the key";
  const nodes = nodesAt(path);
  if (code === "wrong-type" && typeof value === "number" && nodes.some((node) => takes(node, value))) {
    // YAML reads 1.30 as the number 1.3.
    return "put the value in quotes";
  }
  if (code === "not-allowed" && typeof value === "string") {
    const known = nodes
      .flatMap((node) => node.enum ?? (node.const === undefined ? [] : [node.const]))
      .map(String);
    const near = suggestion(value, known);
    if (near !== undefined) return `did you mean ${near}?`;
  }
  return code === "missing" ? `add ${pathText(path)}` : "use one of the allowed values";
}

function valueProblem(root: unknown, issue: Issue, path: Path): Problem {
  const value = valueAt(root, path);
  const { code, message } = kindOf(issue, value);
  return problem({ code, path, value, message, allowed: allowedAt(path), fix: fixOf(code, value, path) });
}

function keyProblem(issue: Issue, path: Path): Problem {
  const names = nodesAt(path.slice(0, -1)).map((node) => node.propertyNames);
  const first = names.find((node) => typeof node === "object");
  return problem({
    code: "wrong-form",
    path,
    value: String(path.at(-1)),
    message: "the name of this entry does not have the required format",
    allowed: typeof first === "object" ? allowedText(first) : issue.message,
    fix: "rename the entry",
  });
}

/** `base` is where the parsed part stands in `root`. */
export function issueProblems(root: unknown, base: Path, issues: readonly Issue[]): readonly Problem[] {
  return issues.slice(0, inputLimits.problems).flatMap((issue) => {
    const path = [...base, ...issue.path];
    if (issue.code === "unrecognized_keys")
      return issue.keys.slice(0, inputLimits.problems).map((key) => unknownKey(root, path, key));
    if (issue.code === "invalid_key") return [keyProblem(issue, path)];
    return [valueProblem(root, issue, path)];
  });
}
