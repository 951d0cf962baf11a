import { describe, expect, it } from "vitest";
import { isIncluded } from "../../../../src/fleet/pipeline/include/include-rules";
import { ExpansionBudget } from "../../../../src/fleet/pipeline/limits";
import { readLocated } from "../../../../src/fleet/pipeline/yaml/read-yaml";

const has = (pattern: string) => (pattern.includes("?") ? undefined : pattern === "here");

function included(rules: string) {
  const read = readLocated(`rules: ${rules}`, { budget: new ExpansionBudget() });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return isIncluded(read.root.entries.get("rules"), has);
}

describe("the rules of an include", () => {
  it("are optional", () => {
    expect(isIncluded(undefined, has)).toBe(true);
  });

  it.each([
    // gitlab-org/gitlab doc/ci/yaml/includes.md, "Use rules with include"; read 2026-11-30.
    ["[{ exists: [here], when: never }]", false],
    ["[{ exists: [here], when: always }]", true],
    ["[{ exists: [here] }]", true],
    ["[{ exists: here }]", true],
    ["[{ exists: [gone] }]", false],
    ["[{ exists: [gone, here] }]", true],
    ["[{ exists: { paths: [here] } }]", true],
    ["[{ if: '$A == \"a\"' }]", undefined],
    ["[{ changes: [here] }]", undefined],
    ["[{ exists: { paths: [gone], project: other } }]", undefined],
    ["[{ exists: ['x?'] }]", undefined],
    ["[{ exists: ['x?', gone] }]", undefined],
    // All clauses of a rule must hold.
    ["[{ if: $A, exists: [gone] }]", false],
    ["[{ if: $A, exists: [here] }]", undefined],
    // The first rule that matches decides.
    ["[{ when: never }, { exists: [here] }]", false],
    ["[{ exists: [gone], when: never }, { when: always }]", true],
    ["[{ if: $A, when: never }, { when: always }]", undefined],
    // The value that only GitLab knows does not change the result.
    ["[{ if: $A }, { when: always }]", true],
    ["[{ if: $A, when: never }]", false],
    ["[{ if: $A, when: never }, { exists: [gone] }]", false],
    ["[]", false],
    ["$A", undefined],
    ["[!reference [.rules, x]]", undefined],
  ])("%s: %s", (rules, outcome) => {
    expect(included(rules)).toBe(outcome);
  });
});
