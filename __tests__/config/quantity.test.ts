import { describe, expect, it } from "vitest";
import { toMiB } from "../../src/config/quantity";

describe("quantities in MiB, rounded up", () => {
  it.each([
    ["512Mi", 512],
    ["2Gi", 2048],
    ["1Ti", 1_048_576],
    ["1024Ki", 1],
    ["1Ki", 1],
    ["500M", 477],
    ["1G", 954],
  ])("%s", (quantity, expected) => {
    expect(toMiB(quantity)).toBe(expected);
  });
});
