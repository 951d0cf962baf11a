/**
 * Which member of a union a wrong value means: the one that takes values of its type. `[s4]` for `auto` or a list of
 * names is a list, so the problem is its entry `s4`, not the list.
 *
 * 1. A member that takes no value of this type is not meant.
 * 2. Of the others, the one with the fewest issues is; the first of several.
 */
import type { z } from "zod";

type Issue = z.core.$ZodIssue;
type UnionIssue = z.core.$ZodIssueInvalidUnion;

/** What is wrong with the value as the member that was meant; undefined where no member takes its type. */
export function issuesOfMember({ errors }: UnionIssue, value: unknown): readonly Issue[] | undefined {
  return errors
    .filter((issues) => !issues.some((issue) => isOtherType(issue, value)))
    .toSorted((one, other) => one.length - other.length)[0];
}

function isOtherType({ path, ...issue }: Issue, value: unknown): boolean {
  if (path.length > 0) return false;
  if (issue.code === "invalid_type") return true;
  return issue.code === "invalid_value" && issue.values.every((allowed) => typeof allowed !== typeof value);
}
