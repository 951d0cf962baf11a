/**
 * Finds the member of a union that a wrong value is meant for: a member that takes values of its type. `[s4]` for `auto` or
 * a list of names is meant as a list, so the problem is its entry `s4`, not the list.
 *
 * 1. Members that take no value of this type are left out.
 * 2. Of the others, the one with the fewest issues is meant; the first of several.
 */
import type { z } from "zod";

type Issue = z.core.$ZodIssue;
type UnionIssue = z.core.$ZodIssueInvalidUnion;

/** The issues of the value as the member that is meant; undefined if no member takes its type. */
export function issuesOfMember({ errors }: UnionIssue, value: unknown): readonly Issue[] | undefined {
  return errors
    .filter((issues) => !issues.some((issue) => isOtherType(issue, value)))
    .toSorted((left, right) => left.length - right.length)[0];
}

function isOtherType({ path, ...issue }: Issue, value: unknown): boolean {
  if (path.length > 0) return false;
  if (issue.code === "invalid_type") return true;
  return issue.code === "invalid_value" && issue.values.every((allowed) => typeof allowed !== typeof value);
}
