/** What zod found, as problems: path, value, what the schema allows there, and what to do. */
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

/** The text of a number or a boolean at a path of the file, if it is this value that is written there. */
export type WrittenAt = (path: string, value: unknown) => string | undefined;

function allowedAt(path: Path, root: unknown): string {
  const nodes = nodesAt(path, root);
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
  const known = keysAt(parent, root);
  const ours = insteadOf(parent, key);
  const present = valueAt(root, parent);
  // A key that is there already cannot be what this one was meant to be.
  const near = suggestion(
    key,
    known.filter((name) => !isMapping(present) || !Object.hasOwn(present, name)),
  );
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

function valueProblem(root: unknown, issue: Issue, path: Path, writtenAt: WrittenAt): Problem {
  const value = valueAt(root, path);
  const { code, message } = kindOf(issue, value);
  const fix = schemaFix({ code, value, path, root, written: writtenAt(pathText(path), value) });
  return problem({ code, path, value, message, allowed: allowedAt(path, root), fix });
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
 * @param base where the parsed part is in `root`
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
