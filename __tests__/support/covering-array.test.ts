import { describe, expect, it } from "vitest";
import { allPairs, coveringArray, pairsOf, type Factors } from "./covering-array";

const levels = (count: number) => Array.from({ length: count }, (_, index) => `l${index}`);
const factorsOf = (...sizes: readonly number[]): Factors =>
  Object.fromEntries(sizes.map((size, index) => [`f${index}`, levels(size)]));

describe("a covering array", () => {
  it.each([[[2, 2, 2]], [[3, 3, 3, 3]], [[2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2]], [[4, 3, 2, 2]]])(
    "of factors with %j levels covers every pair with far fewer rows than combinations",
    (sizes) => {
      const factors = factorsOf(...sizes);
      const rows = coveringArray(factors);
      const covered = new Set(rows.flatMap(pairsOf));
      expect(allPairs(factors).filter((pair) => !covered.has(pair))).toEqual([]);
      expect(rows.every((row) => Object.keys(row).length === sizes.length)).toBe(true);
      const [first = 1, second = 1] = [...sizes].sort((a, b) => b - a);
      expect(rows.length).toBeLessThanOrEqual(2 * first * second + 6);
    },
  );

  it("is the same for the same factors", () => {
    expect(coveringArray(factorsOf(3, 2, 2, 4))).toEqual(coveringArray(factorsOf(3, 2, 2, 4)));
  });
});
