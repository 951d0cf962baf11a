/** Turns the issues of zod into problems: path, value, what the schema allows there, and the next step. */
import type { z } from "zod";
import { allowedText } from "./describe-schema";
import { inputLimits } from "./limits";
import { isMapping, pathText, valueAt, type Path } from "../paths";
import type { ProblemCode } from "./problem-codes";
import { problem, type Problem } from "./problems";
import { setByGlrunner } from "../schema/blueprints";
import { ownedChartValue } from "../schema/chart-values/owned";
import { schemaFix } from "./schema-fix";
import { keysAt, nodesAt } from "./schema-nodes";
import { suggestion } from "./suggestion";
import { issuesOfMember } from "./union-member";

type Issue = z.core.$ZodIssue;

/** The text of a number or a boolean at a path of the file, if the file holds this value there. */
export type WrittenAt = (path: string, value: unknown) => string | undefined;

/** The key to use instead of one that glrunner sets itself. */
function replacementOf(parent: Path, key: string): string | undefined {
  if (parent.join(".") === "addons.blueprints") return setByGlrunner(key);
  const [first, , section, ...below] = parent;
  return first === "runners" && section === "chartValues"
    ? ownedChartValue([...below.map(String), key].join("."))
    : undefined;
}

/** The known keys as text, if they fit on a line. */
export const knownKeys = (known: readonly string[]) =>
  known.length > 0 && known.length <= 30 ? known.join(", ") : "see docs/configuration.md";

function unknownKey(root: unknown, parent: Path, key: string): Problem {
  const path = [...parent, key];
  const given = { code: "unknown-key", path, value: valueAt(root, path) } as const;
  const known = keysAt(parent, root);
  const allowed = known.length === 0 ? "no keys" : knownKeys(known);
  const replacement = replacementOf(parent, key);
  if (replacement !== undefined) {
    return problem({ ...given, message: "glrunner sets this value", allowed, fix: `use ${replacement}` });
  }
  const present = valueAt(root, parent);
  // A key that the file already has cannot be the intended one.
  const missing = known.filter((name) => !isMapping(present) || !Object.hasOwn(present, name));
  const near = suggestion(key, missing);
  const fix = near === undefined ? "remove it" : `did you mean ${near}? otherwise remove it`;
  return problem({ ...given, message: "this key does not exist", allowed, fix });
}

/** How a value misses its limits: by its length if text, by its count if a list, otherwise by itself. */
function rangeMessage(origin: string, side: "too_small" | "too_big"): string {
  const small = side === "too_small";
  if (origin === "string") return small ? "the text is too short" : "the text is too long";
  if (origin === "array") return small ? "the list has too few entries" : "the list has too many entries";
  return small ? "the value is too small" : "the value is too large";
}

function codeOf(issue: Issue, value: unknown): { readonly code: ProblemCode; readonly message: string } {
  const wrongType = { code: "wrong-type", message: "the value has the wrong type" } as const;
  const notAllowed = { code: "not-allowed", message: "the value is not one of the allowed values" } as const;
  if (value === undefined) return { code: "missing", message: "this value is required" };
  if (value === null) return { code: "wrong-type", message: "the key has no value" };
  if (issue.code === "too_small" || issue.code === "too_big") {
    return { code: "out-of-range", message: rangeMessage(issue.origin, issue.code) };
  }
  if (issue.code === "invalid_type") return wrongType;
  if (issue.code === "invalid_value") return notAllowed;
  if (issue.code === "invalid_union") return issue.errors.length === 0 ? notAllowed : wrongType;
  return { code: "wrong-form", message: "the value does not have the required format" };
}

function valueProblem(root: unknown, issue: Issue, path: Path, writtenAt: WrittenAt): Problem {
  const value = valueAt(root, path);
  const { code, message } = codeOf(issue, value);
  const fix = schemaFix({ code, value, path, root, written: writtenAt(pathText(path), value) });
  const nodes = nodesAt(path, root);
  const allowed = nodes.length === 0 ? "nothing here" : allowedText(...nodes);
  return problem({ code, path, value, message, allowed, fix });
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

/**
 * @param base path in `root` of the part that zod parsed
 * @param writtenAt the text of a number or a boolean in the file. @default not known
 */
export function issueProblems(
  root: unknown,
  base: Path,
  issues: readonly Issue[],
  writtenAt: WrittenAt = () => undefined,
): readonly Problem[] {
  return issues.slice(0, inputLimits.problems).flatMap((issue) => {
    const path = [...base, ...issue.path];
    if (issue.code === "unrecognized_keys")
      return issue.keys.slice(0, inputLimits.problems).map((key) => unknownKey(root, path, key));
    if (issue.code === "invalid_key") return [keyProblem(issue, path)];
    const member = issue.code === "invalid_union" ? issuesOfMember(issue, valueAt(root, path)) : undefined;
    return member === undefined
      ? [valueProblem(root, issue, path, writtenAt)]
      : issueProblems(root, path, member, writtenAt);
  });
}
