import { describe, expect, it } from "vitest";
import { allows } from "../../../../src/fleet/pipeline/lint/image-pattern";

/** gitlab-org/gitlab-runner executors/docker/docker_test.go, `testAllowedImages`; read 2026-11-30. */
describe("a pattern of allowed images in the runner's own tests", () => {
  it.each([
    [true, "ruby", "*"],
    [true, "ruby:3.3", "*"],
    [true, "library/ruby", "*/*"],
    [true, "library/ruby:3.3", "*/*"],
    [true, "library/ruby:3.3", "*/*:*"],
    [true, "my.registry.tld/library/ruby", "my.registry.tld/*/*"],
    [true, "my.registry.tld/group/subgroup/ruby:3.3", "my.registry.tld/*/*/*:*"],
    [true, "ruby", "**/*"],
    [true, "library/ruby:3.3", "**/*"],
    [true, "my.registry.tld/group/subgroup/ruby:3.3", "my.registry.tld/**/*:*"],
    [false, "library/ruby", "*"],
    [false, "my.registry.tld/ruby:3.3", "*"],
    [false, "library/ruby", "*/*:*"],
    [false, "my.registry.tld/group/subgroup/ruby", "my.registry.tld/*/*"],
    [false, "my.registry.tld/group/subgroup/ruby:3.3", "my.registry.tld/*/*:*"],
    [false, "library/ruby", "**/*:*"],
  ])("%s: %s by %s", (allowed, image, pattern) => {
    expect(allows(pattern, image)).toBe(allowed);
  });
});

/** bmatcuk/doublestar doublestar_test.go and match.go (v4); read 2026-11-30. */
describe("doublestar", () => {
  it.each([
    ["a*b*c*d*e*/f", "axbxcxdxexxx/f", true],
    ["a*b*c*d*e*/f", "axbxcxdxe/xxx/f", false],
    ["a*b?c*x", "abxbbxdbxebxczzx", true],
    ["a?b", "a/b", false],
    ["ab[b-d]", "abc", true],
    ["ab[!b-d]", "abc", false],
    ["ab[^e-g]", "abc", true],
    ["[\\-x]", "-", true],
    ["a\\*b", "ab", false],
    ["a\\*b", "a*b", true],
    ["a/**", "a/b/c", true],
    ["a/**", "ab", false],
    ["**/c", "a/b/c", true],
    ["**/c", "a/bc", false],
    ["a/**/d", "a/d", true],
    ["a/**/d", "a/b/c/d", true],
    ["a/**d", "a/b/d", false],
    ["**", "a/b", true],
    ["ab{c,d,*}", "abcde", true],
    ["ab{c,d}", "abe", false],
    ["{a,b/{c,d}}:*", "b/d:1", true],
    ["{a,b/{c,d}}:*", "b/e:1", false],
    ["a\\{b", "a{b", true],
    ["a[", "ab", false],
    ["a{b", "ab", false],
    ["a\\", "a", false],
  ])("%s for %s: %s", (pattern, name, fits) => {
    expect(allows(pattern, name)).toBe(fits);
  });

  it("allows an overlong name or pattern at once, without evaluating it", () => {
    expect(allows("x", "a".repeat(1001))).toBe(true);
    expect(allows("{a,b}".repeat(20), "x")).toBe(true);
    expect(allows("*a".repeat(200), "a".repeat(900) + "b")).toBe(false);
  });
});
