/**
 * Evaluates the conditions of a policy statement for a call.
 *
 * 1. All operators of a block must hold, and all keys of an operator. One matching value is enough; with a negated
 *    operator, no value may match.
 * 2. A key that is absent from the call matches no value. With `...IfExists` an absent key makes the condition hold.
 * 3. `Null` tests whether the key is absent. `ForAnyValue:` and `ForAllValues:` are for keys with several values. Here a
 *    call has at most one: `ForAnyValue:` needs it, and `ForAllValues:` also holds without it.
 *
 * Source: IAM user guide, "IAM JSON policy elements: Condition operators" and "Set operators for multivalued context
 * keys" (2026-11).
 */
import * as z from "zod";
import { AwsError } from "./protocol";

const scalar = z.union([z.string(), z.boolean(), z.number()]).transform(String);
const values = z.union([scalar, z.array(scalar)]).transform((value) => [value].flat());
export const conditionSchema = z.record(z.string(), z.record(z.string(), values)).default({});
type Condition = z.output<typeof conditionSchema>;

/** The condition keys of a call in lower case, because policies compare them without case: `aws:principalarn`. */
export type ConditionContext = ReadonlyMap<string, string>;

type Match = (actual: string, expected: string) => boolean;

const equals: Match = (actual, expected) => actual === expected;
const equalsAnyCase: Match = (actual, expected) => actual.toLowerCase() === expected.toLowerCase();

/** Compares an ARN part by part: a `*` does not match beyond a colon, except in the last part. */
const arnLike: Match = (actual, expected) => {
  const [left, right] = [partsOf(actual), partsOf(expected)];
  return (
    left.length === right.length && left.every((part, index) => matchesPattern(part, right[index] ?? ""))
  );
};

function partsOf(arn: string): readonly string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, 5), ...(parts.length > 5 ? [parts.slice(5).join(":")] : [])];
}

const operators: Readonly<Record<string, Match>> = {
  StringEquals: equals,
  StringEqualsIgnoreCase: equalsAnyCase,
  StringLike: matchesPattern,
  ArnEquals: arnLike,
  ArnLike: arnLike,
  Bool: equalsAnyCase,
};

/** `*` matches any characters, `?` exactly one. */
export function matchesPattern(text: string, pattern: string): boolean {
  const literal = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${literal.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s").test(text);
}

/** @throws AwsError for an operator that the emulator does not evaluate */
export function conditionHolds(condition: Condition, context: ConditionContext): boolean {
  return Object.entries(condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, expected]) =>
      holdsFor(operator, context.get(key.toLowerCase()), expected),
    ),
  );
}

function holdsFor(operator: string, actual: string | undefined, expected: readonly string[]): boolean {
  if (operator === "Null")
    return expected.some((value) => equalsAnyCase(value, String(actual === undefined)));
  const [, set = "", negatable = operator, ifExists = ""] =
    /^(ForAnyValue:|ForAllValues:)?(.+?)(IfExists)?$/.exec(operator) ?? [];
  const name = negatable.replace(/^(String|Arn)Not/, "$1");
  const matches = operators[name];
  if (matches === undefined) {
    throw new AwsError(
      400,
      "ValidationException",
      `The emulator does not evaluate the condition ${operator}`,
    );
  }
  const isNegated = name !== negatable;
  if (actual === undefined) return ifExists !== "" || set === "ForAllValues:" || (isNegated && set === "");
  return expected.some((value) => matches(actual, value)) !== isNegated;
}
