/**
 * Whether the `rules` of an `include` let GitLab include the file. The first rule that matches decides: `when: never`
 * leaves the file out, anything else includes it, and so does an include without rules. No match leaves it out. All
 * clauses of a rule must hold. A rule that only GitLab can evaluate decides nothing where every outcome is the same.
 *
 * Sources: gitlab-org/gitlab lib/gitlab/ci/config/external/rules.rb, lib/gitlab/ci/build/rules/rule.rb and
 * clause/{if,exists,changes}.rb, doc/ci/yaml/includes.md ("Use rules with include"); read 2026-11-30.
 */
import { truthOf } from "./rule-expression";
import type { Located } from "../yaml/values";

/** Undefined where only GitLab knows. */
type Truth = boolean | undefined;

/** @param has whether a file of the repository fits a pattern */
export function isIncluded(rules: Located | undefined, has: (pattern: string) => Truth): Truth {
  if (rules === undefined) return true;
  if (rules.kind !== "list") return undefined;
  return rules.items.reduceRight<Truth>((otherwise, rule) => {
    if (rule.kind !== "map") return undefined;
    const when = rule.entries.get("when");
    const includes = when?.kind !== "scalar" || when.text !== "never";
    const holds = all(clausesOf(rule.entries, has));
    if (holds === undefined) return includes === otherwise ? includes : undefined;
    return holds ? includes : otherwise;
  }, false);
}

function clausesOf(rule: ReadonlyMap<string, Located>, has: (pattern: string) => Truth): readonly Truth[] {
  const [condition, exists, changes] = [rule.get("if"), rule.get("exists"), rule.get("changes")];
  return [
    condition === undefined ? true : condition.kind === "scalar" ? truthOf(condition.text) : undefined,
    exists === undefined ? true : anyExists(exists, has),
    changes === undefined ? true : undefined,
  ];
}

/** Of a path, a list of these, or a mapping with `paths`; a mapping with `project` looks elsewhere. */
function anyExists(exists: Located, has: (pattern: string) => Truth): Truth {
  if (exists.kind === "map") {
    const paths = exists.entries.get("paths");
    return paths === undefined || exists.entries.has("project") ? undefined : anyExists(paths, has);
  }
  const items = exists.kind === "list" ? exists.items : [exists];
  const found = items.map((each) => (each.kind === "scalar" ? has(each.text) : undefined));
  return found.includes(true) ? true : found.includes(undefined) ? undefined : false;
}

function all(clauses: readonly Truth[]): Truth {
  return clauses.includes(false) ? false : clauses.includes(undefined) ? undefined : true;
}
