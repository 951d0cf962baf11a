import { describe, expect, it } from "vitest";
import { catchesAll, catchesSome, matchesPattern } from "../../../src/config/resolve/selectors";

describe("patterns of namespaces", () => {
  it.each([
    ["kube-system", "kube-system", true],
    ["kube-system", "kube-systems", false],
    ["*", "anything", true],
    ["gitlab-*", "gitlab-jobs-spot", true],
    ["gitlab-*", "gitlab-", true],
    ["gitlab-*", "gitlab", false],
    ["*-fargate", "gitlab-jobs-fargate", true],
    ["*-fargate", "gitlab-jobs-fargate-2", false],
    ["team-?", "team-a", true],
    ["team-?", "team-", false],
    ["team-?", "team-ab", false],
    ["a*b*c", "axxbxxc", true],
  ])("%s and %s: %s", (pattern, text, expected) => {
    expect(matchesPattern(pattern, text)).toBe(expected);
  });

  it("are fast, however many stars they have", () => {
    expect(matchesPattern(`${"*a".repeat(30)}b`, "a".repeat(63))).toBe(false);
  });
});

describe("selectors with labels", () => {
  const profiles = [{ key: "p", name: "p", selectors: [{ namespace: "a", labels: { app: "x" } }] }];
  it("match some pods of a namespace, not all", () => {
    expect(catchesSome(profiles, "a")).toBe(true);
    expect(catchesAll(profiles, "a")).toBe(false);
    expect(catchesAll([{ key: "p", name: "p", selectors: [{ namespace: "a", labels: {} }] }], "a")).toBe(
      true,
    );
  });
});
