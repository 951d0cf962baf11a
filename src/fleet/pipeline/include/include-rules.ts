/**
 * Whether GitLab includes a file, by the `rules` of its `include`. Without rules GitLab includes the file. Otherwise the first
 * rule whose clauses all hold decides: `when: never` leaves the file out, and every other `when` includes it. If no rule
 * holds, the file is left out. A rule that only GitLab can evaluate is skipped if it does not change the result.
 *
 * Sources: gitlab-org/gitlab lib/gitlab/ci/config/external/rules.rb, lib/gitlab/ci/build/rules/rule.rb and
 * clause/{if,exists,changes}.rb, doc/ci/yaml/includes.md ("Use rules with include"); read 2026-11-30.
 */
import { decidedBy, truthOf } from "./rule-expression";
import { scalarText, type Located } from "../yaml/values";

/** Undefined if only GitLab knows. */
type Truth = boolean | undefined;

/** @param has whether a file of the repository matches a pattern */
export function isIncluded(rules: Located | undefined, has: (pattern: string) => Truth): Truth {
  if (rules === undefined) return true;
  if (rules.kind !== "list") return undefined;
  return rules.items.reduceRight<Truth>((otherwise, rule) => {
    if (rule.kind !== "map") return undefined;
    const includes = scalarText(rule.entries.get("when")) !== "never";
    const holds = decidedBy(false, clausesOf(rule.entries, has));
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

/** Whether one file exists, of a path, a list of paths, or a mapping with `paths`. `project` names another repository. */
function anyExists(exists: Located, has: (pattern: string) => Truth): Truth {
  if (exists.kind === "map") {
    const paths = exists.entries.get("paths");
    return paths === undefined || exists.entries.has("project") ? undefined : anyExists(paths, has);
  }
  const items = exists.kind === "list" ? exists.items : [exists];
  const found = items.map((item) => (item.kind === "scalar" ? has(item.text) : undefined));
  return decidedBy(true, found);
}
