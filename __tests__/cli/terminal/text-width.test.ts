import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutEnd, cutStart, elapsed, widthOf, wrap } from "../../../src/cli/terminal/text-width";

describe("text for a terminal", () => {
  it.each([
    ["abc", 3],
    ["日本", 4],
    ["한글", 4],
    ["e\u0301", 1],
    ["🚀", 2],
    ["ａ", 2],
    ["", 0],
  ])("%j takes %s columns", (text, width) => {
    expect(widthOf(text)).toBe(width);
  });

  it("is cut at the less important end", () => {
    expect(cutEnd("abcdefgh", 6)).toBe("abc...");
    expect(cutStart("abcdefgh", 6)).toBe("...fgh");
    expect(cutStart("abc", 3)).toBe("abc");
    expect(cutEnd("abcdefgh", 3)).toBe("abc");
    expect(cutStart("日本語", 5)).toBe("...語");
    expect(cutStart("日本語", 4)).toBe("...");
    expect(cutEnd("anything", 0)).toBe("");
  });

  it("is broken between words, and inside words that are too long", () => {
    expect(wrap("one two three", 7)).toEqual(["one two", "three"]);
    expect(wrap("a abcdefgh", 4)).toEqual(["a", "abcd", "efgh"]);
    expect(wrap("", 4)).toEqual([]);
  });

  it("is never wider than the width", () => {
    const any = fc.string({ unit: "grapheme" });
    fc.assert(
      fc.property(any, fc.integer({ min: 0, max: 30 }), (text, width) => {
        expect(widthOf(cutEnd(text, width))).toBeLessThanOrEqual(width);
        expect(widthOf(cutStart(text, width))).toBeLessThanOrEqual(width);
        for (const line of wrap(text, width + 2)) expect(widthOf(line)).toBeLessThanOrEqual(width + 2);
        expect(
          wrap(text, width + 2)
            .join("")
            .replaceAll(" ", ""),
        ).toBe(text.replaceAll(" ", ""));
      }),
    );
  });

  it.each([
    [0, "0s"],
    [-5, "0s"],
    [59.9, "59s"],
    [60, "1m00s"],
    [3599, "59m59s"],
    [3600, "1h00m"],
    [90_000, "25h00m"],
  ])("%s seconds are %s", (seconds, text) => {
    expect(elapsed(seconds)).toBe(text);
  });
});
