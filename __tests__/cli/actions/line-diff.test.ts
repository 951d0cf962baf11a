import { describe, expect, it } from "vitest";
import { diffText, lineDiff } from "../../../src/cli/actions/line-diff";

describe("the difference of two texts", () => {
  it("has the removed and added lines, with two lines around them", () => {
    expect(diffText("1\n2\n3\n4\n5\n6\n7\n", "1\n2\n3\nfour\n5\n6\n7\n8\n")).toBe(
      "  2\n  3\n- 4\n+ four\n  5\n  6\n  7\n+ 8\n\n",
    );
    expect(diffText("a\nb\n", "a\nb\n")).toBe("");
  });

  it.each([
    ["a\nb\nc", "c\na\nb"],
    ["", "a\n"],
    ["a\na\nb", "a\nb\nb"],
  ])("makes %j out of %j again", (before, after) => {
    const lines = lineDiff(before, after);
    const side = (left: string) =>
      lines.flatMap(({ sign, text }) => (sign === left ? [] : [text])).join("\n");
    expect([side("+"), side("-")]).toEqual([before, after]);
  });
});
