import { describe, expect, it } from "vitest";
import { truthOf } from "../../../../src/fleet/pipeline/include/rule-expression";

describe("an expression of rules:if in an include", () => {
  it.each([
    ['"a" == "a"', true],
    ["'a' == \"b\"", false],
    ['"a" != "b"', true],
    ["null == null", true],
    ['"a" == null', false],
    ["true", true],
    ["false", false],
    ['""', false],
    ['"x"', true],
    // A comparison has precedence over `&&`, and `&&` over `||`.
    ['"a" == "b" && $A || "c" == "c"', true],
    ['$A && ("a" == "b" || "c" == "d")', false],
    ['$A || "a" == "a"', true],
    ['("a" == "a")', true],
    ["$A", undefined],
    ['$A == "a"', undefined],
    ["$A == null", undefined],
    ['$A && "a" == "a"', undefined],
    ['$A || "a" == "b"', undefined],
    ['"a" =~ /^a/', undefined],
    ["$A =~ /a\\/b/i", undefined],
    ['"$[[ inputs.a ]]" == "a"', undefined],
    ['$[[ inputs.a ]] == "a"', undefined],
    // GitLab does not expand variables in a text.
    ['"$A" == "$A"', true],
  ])("%s: %s", (expression, truth) => {
    expect(truthOf(expression)).toBe(truth);
  });

  it.each(["", "a == b", '"a" ==', '("a" == "a"', '"a" "a"', "&& true", '"a'])(
    "%j is no expression, and unknown",
    (expression) => {
      expect(truthOf(expression)).toBeUndefined();
    },
  );

  it("has at most 100 tokens", () => {
    expect(truthOf(Array(50).fill("true").join(" && "))).toBe(true);
    expect(truthOf(Array(51).fill("true").join(" && "))).toBeUndefined();
    expect(truthOf("(".repeat(100_000))).toBeUndefined();
  });
});
